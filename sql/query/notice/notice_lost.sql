-- $1 stores, $2 now
-- the number of notices of a sender that died: they may have been sent, so they are not sent again
UPDATE crt.notices SET state = 'UNKNOWN', claimed_until = NULL, sent_at = claimed_until
 WHERE store_id = ANY ($1::uuid[]) AND state = 'SENDING' AND claimed_until < $2::timestamptz;
