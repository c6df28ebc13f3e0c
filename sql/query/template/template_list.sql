-- $1 store
-- one row per name of a template that mails of this store can use: its own or one for all stores
-- columns: name
SELECT DISTINCT name FROM crt.templates
 WHERE (store_id = $1::uuid OR store_id IS NULL) AND channel = 'EMAIL' ORDER BY name;
