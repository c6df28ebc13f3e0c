-- $1 store, $2 now
-- the number of queued messages that are now held until the gates have been checked again
UPDATE crt.messages SET status = 'HELD', held_until = $2::timestamptz, updated_at = $2::timestamptz
 WHERE store_id = $1::uuid AND status = 'QUEUED';
