-- $1 store
-- a row a name of a template that mails of this store can use: its own or every store's
-- columns: name
SELECT DISTINCT name FROM crt.templates
 WHERE (store_id = $1::uuid OR store_id IS NULL) AND channel = 'EMAIL' ORDER BY name;
