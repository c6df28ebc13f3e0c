-- $1 stores, $2 message
-- at most one row with the columns of crt.message_context, for any status
-- columns: +message_due
SELECT * FROM crt.message_context WHERE store_id = ANY ($1::uuid[]) AND id = $2::uuid;
