-- $1 stores
-- one row per name of a template of these stores, or of all stores
-- columns: name
SELECT DISTINCT name FROM crt.templates WHERE store_id IS NULL OR store_id = ANY ($1::uuid[]);
