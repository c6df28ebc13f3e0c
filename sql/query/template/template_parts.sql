-- $1 stores
-- one row per template of these stores, or of all stores, whose parts name a partial; store_id is null for one of all stores
-- columns: store_id name locale subject text html design_config
SELECT store_id, name, locale, subject, text, html, design_config::text AS design_config FROM crt.templates
 WHERE (store_id IS NULL OR store_id = ANY ($1::uuid[]))
   AND (concat_ws(' ', subject, text, html) ~ '\{%-?\s*(render|include|layout|liquid)' OR design_config ? 'layout')
 ORDER BY store_id NULLS FIRST, name, locale;
