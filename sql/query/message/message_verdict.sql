-- $1 stores, $2 ids, $3 statuses, $4 reasons, $5 facts, $6 held until; arrays of the same length; $7 now
-- the number of messages that a gate has decided on
UPDATE crt.messages m SET status = g.status, reason = g.reason, facts = g.facts,
       held_until = CASE WHEN m.status = 'HELD' AND g.status = 'QUEUED' THEN $7::timestamptz ELSE g.held_until END,
       updated_at = $7::timestamptz
  FROM unnest($1::uuid[], $2::uuid[], $3::crt.message_status[], $4::text[], $5::jsonb[], $6::timestamptz[])
       AS g (store_id, id, status, reason, facts, held_until)
 WHERE m.store_id = g.store_id AND m.id = g.id;
