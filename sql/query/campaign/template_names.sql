<<<<<<< HEAD
-- $1 store
-- a row a name of a template that mails of this store can use: its own or every store's
SELECT DISTINCT name FROM crt.templates
 WHERE (store_id = $1::uuid OR store_id IS NULL) AND channel = 'EMAIL' ORDER BY name;
=======
-- $1 stores
-- a row a template for e-mail: store or null, name, locale
SELECT store_id, name, locale FROM crt.templates
 WHERE (store_id IS NULL OR store_id = ANY ($1::uuid[])) AND channel = 'EMAIL';
>>>>>>> main
