-- $1 stores, $2 message
-- at most one row
-- columns: status
SELECT status FROM crt.messages WHERE store_id = ANY ($1::uuid[]) AND id = $2::uuid;
