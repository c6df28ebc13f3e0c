-- $1 stores, $2 message, $3 status, $4 now
-- the number of unknown messages that a person has settled: one or none
UPDATE crt.messages SET status = $3::crt.message_status, reason = 'settled by hand',
       sent_at = CASE WHEN $3 = 'SENT' THEN coalesce(sent_at, updated_at) ELSE sent_at END, updated_at = $4::timestamptz
 WHERE store_id = ANY ($1::uuid[]) AND id = $2::uuid AND status = 'UNKNOWN';
