-- $1 stores, $2 message, $3 status, $4 now
-- the number of UNKNOWN messages that a person has resolved: one or none.  A message that a sender
-- may still hold, by its lease or its lock, is never queued again
UPDATE crt.messages SET status = $3::crt.message_status, reason = 'resolved by hand',
       claimed_by = NULL, claimed_until = NULL,
       sent_at = CASE WHEN $3 = 'SENT' THEN coalesce(sent_at, updated_at) ELSE sent_at END, updated_at = $4::timestamptz
 WHERE store_id = ANY ($1::uuid[]) AND id = $2::uuid AND status = 'UNKNOWN'
   AND CASE WHEN $3 <> 'QUEUED' OR claimed_by IS NULL THEN true
            WHEN claimed_until > clock_timestamp() THEN false
            ELSE pg_try_advisory_xact_lock(claimed_by) END;
