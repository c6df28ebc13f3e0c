-- $1 stores, $2 a sender, $3 now, $4 whether it is dead for certain
-- the number of messages of which nobody knows whether they were handed over.  Of a sender that may
-- come back it is kept whose they are: what it says of them later counts
UPDATE crt.messages SET status = 'UNKNOWN', reason = 'sender died', updated_at = $3::timestamptz,
       claimed_by = CASE WHEN NOT $4::boolean THEN claimed_by END,
       claimed_until = CASE WHEN NOT $4::boolean THEN claimed_until END
 WHERE store_id = ANY ($1::uuid[]) AND status = 'SENDING' AND claimed_by = $2::bigint;
