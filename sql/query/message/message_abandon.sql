-- $1 stores, $2 a sender, $3 now, $4 whether it is dead for certain
-- the number of messages that become UNKNOWN.  If the sender may still run, they stay claimed by it:
-- results that it writes later count
UPDATE crt.messages SET status = 'UNKNOWN', reason = 'sender died', updated_at = $3::timestamptz,
       claimed_by = CASE WHEN NOT $4::boolean THEN claimed_by END,
       claimed_until = CASE WHEN NOT $4::boolean THEN claimed_until END
 WHERE store_id = ANY ($1::uuid[]) AND status = 'SENDING' AND claimed_by = $2::bigint;
