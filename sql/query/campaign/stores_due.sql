-- $1 stores, $2 now
-- one row per store in which a held message or an enrollment is due, whatever its campaign; the queries that
-- read the facts take milliseconds to plan, so they run for these stores only
-- columns: id
SELECT s.id FROM unnest($1::uuid[]) s (id)
 WHERE EXISTS (SELECT FROM crt.messages m
                WHERE m.store_id = s.id AND m.status = 'HELD' AND m.held_until <= $2::timestamptz)
    OR EXISTS (SELECT FROM crt.enrollments n
                WHERE n.store_id = s.id AND n.state = 'RUNNING' AND n.next_at <= $2::timestamptz);
