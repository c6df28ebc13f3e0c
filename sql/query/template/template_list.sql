-- $1 store, $2 channel
-- one row per name of a template that messages of this store can use: its own or one for all stores
-- columns: name
SELECT DISTINCT name FROM crt.templates
 WHERE (store_id = $1::uuid OR store_id IS NULL) AND channel = $2::crt.channel ORDER BY name;
