-- $1 store, $2 now, $3 only messages of this channel, or null
-- the number of queued messages that are now held until the gates have been checked again
UPDATE crt.messages SET status = 'HELD', reason = 'settings', held_until = $2::timestamptz, updated_at = $2::timestamptz
 WHERE store_id = $1::uuid AND status = 'QUEUED' AND ($3::crt.channel IS NULL OR channel = $3::crt.channel);
