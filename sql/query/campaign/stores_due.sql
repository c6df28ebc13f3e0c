-- $1 stores, $2 now
-- one row per store in which a held message or an enrollment is due, whatever its campaign; the queries that
-- read the facts take milliseconds to plan, so each runs only for the stores in which it finds something
-- columns: id held enrolled
SELECT s.id, d.held, d.enrolled
  FROM unnest($1::uuid[]) s (id)
 CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM crt.messages m
                    WHERE m.store_id = s.id AND m.status = 'HELD' AND m.held_until <= $2::timestamptz) AS held,
           EXISTS (SELECT FROM crt.enrollments n
                    WHERE n.store_id = s.id AND n.state = 'RUNNING' AND n.next_at <= $2::timestamptz) AS enrolled OFFSET 0) d
 WHERE d.held OR d.enrolled;
