-- $1 stores, $2 name, $3 language, null for any, $4 channel
-- one row per template, in the order in which a mail would choose; store_id is null for one of all stores.
-- First the language itself, then its first part, then the default, then English, then any; a store's own before the shared one
-- columns: store_id locale subject text html image link preview_data design_config
SELECT store_id, locale, subject, text, html, image, link, preview_data::text AS preview_data,
       design_config::text AS design_config
  FROM crt.templates
 WHERE name = $2 AND channel = $4::crt.channel AND (store_id = ANY ($1::uuid[]) OR store_id IS NULL)
 ORDER BY locale = $3 DESC NULLS LAST, split_part(locale, '-', 1) = split_part($3, '-', 1) DESC NULLS LAST,
          store_id IS NULL, is_default DESC, split_part(locale, '-', 1) = 'en' DESC, store_id, locale;
