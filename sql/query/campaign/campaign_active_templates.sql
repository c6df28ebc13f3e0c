-- $1 stores
-- one row per template for e-mail; store_id is null for one of all stores
-- columns: store_id name locale
SELECT store_id, name, locale FROM crt.templates
 WHERE (store_id IS NULL OR store_id = ANY ($1::uuid[])) AND channel = 'EMAIL';
