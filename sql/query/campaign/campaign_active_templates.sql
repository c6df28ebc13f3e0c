-- $1 stores
-- one row per template; store_id is null for one of all stores
-- columns: store_id name locale channel is_default
SELECT store_id, name, locale, channel, is_default FROM crt.templates
 WHERE (store_id IS NULL OR store_id = ANY ($1::uuid[]));
