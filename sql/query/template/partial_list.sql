-- $1 store, null for those of all stores only
-- one row per partial that templates of the store can name, its own first
-- columns: name locale html text
SELECT name, locale, html, text FROM crt.partials
 WHERE store_id IS NULL OR store_id = $1::uuid ORDER BY store_id NULLS LAST, name, locale;
