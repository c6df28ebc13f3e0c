-- $1 store, $2 messages, $3 why they stay queued
-- the number of queued messages that have this reason now; another reason, such as that of a retry, stays
UPDATE crt.messages m SET reason = $3
  FROM (SELECT $1::uuid AS store_id, u.id FROM unnest($2::uuid[]) AS u (id) OFFSET 0) w
 WHERE m.store_id = w.store_id AND m.id = w.id AND m.status::text = 'QUEUED' AND m.reason IS NULL;
