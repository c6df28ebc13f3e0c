-- $1 stores, $2 message
-- at most one row, as crt.message_context has it, whatever its status
-- columns: +message_due
SELECT * FROM crt.message_context WHERE store_id = ANY ($1::uuid[]) AND id = $2::uuid;
