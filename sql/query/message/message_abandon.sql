-- $1 stores, $2 a sender, $3 now, $4 whether it is dead for certain
-- the number of messages that become UNKNOWN, or what the provider has reported.  If the sender may still run, they stay claimed by it:
-- results that it writes later count
UPDATE crt.messages SET status = (SELECT p.status FROM crt.reported(store_id, id, 'UNKNOWN') p), reason = 'sender died',
       updated_at = $3::timestamptz,
       sent_at = CASE WHEN (SELECT p.status FROM crt.reported(store_id, id, 'UNKNOWN') p) <> 'UNKNOWN' THEN $3::timestamptz
                 ELSE sent_at END,
       claimed_by = CASE WHEN NOT $4::boolean THEN claimed_by END,
       claimed_until = CASE WHEN NOT $4::boolean THEN claimed_until END
 WHERE store_id = ANY ($1::uuid[]) AND status = 'SENDING' AND claimed_by = $2::bigint;
