-- $1 stores, $2 a sender that is dead, $3 now
-- the number of messages of which nobody knows whether they were handed over
UPDATE crt.messages SET status = 'UNKNOWN', reason = 'sender died', claimed_by = NULL, claimed_until = NULL,
       updated_at = $3::timestamptz
 WHERE store_id = ANY ($1::uuid[]) AND status = 'SENDING' AND claimed_by = $2::bigint;
