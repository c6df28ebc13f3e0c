-- $1 stores, $2 now
-- the number of queued messages that count as sent now
UPDATE crt.messages SET status = 'SENT', sent_at = $2::timestamptz, updated_at = $2::timestamptz
 WHERE store_id = ANY ($1::uuid[]) AND status = 'QUEUED' AND not_before <= $2::timestamptz;
