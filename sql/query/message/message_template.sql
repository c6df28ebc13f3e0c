-- $1 store, $2 name, $3 locale, $4 channel
-- at most one row, the store's own before one of all stores
-- columns: subject text html image link design_config
SELECT subject, text, html, image, link, design_config::text AS design_config FROM crt.templates
 WHERE (store_id = $1::uuid OR store_id IS NULL) AND name = $2 AND locale = $3 AND channel = $4::crt.channel
 ORDER BY store_id NULLS LAST LIMIT 1;
