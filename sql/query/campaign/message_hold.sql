-- $1 store, $2 now
-- the number of messages that were to be sent and are held now, until the gates have been asked again
UPDATE crt.messages SET status = 'HELD', held_until = $2::timestamptz, updated_at = $2::timestamptz
 WHERE store_id = $1::uuid AND status = 'QUEUED';
