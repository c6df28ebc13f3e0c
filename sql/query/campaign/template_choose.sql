-- $1 stores, $2 name, $3 language, null for any
-- a row a template, the one that a mail would take first; store_id is null for one of every store.
-- The language itself, else its first part, else English, else any; a store's own before others
-- columns: store_id locale subject text html preview_data
SELECT store_id, locale, subject, text, html, preview_data::text AS preview_data
  FROM crt.templates
 WHERE name = $2 AND channel = 'EMAIL' AND (store_id = ANY ($1::uuid[]) OR store_id IS NULL)
 ORDER BY locale = $3 DESC NULLS LAST, split_part(locale, '-', 1) = split_part($3, '-', 1) DESC NULLS LAST,
          store_id IS NULL, split_part(locale, '-', 1) = 'en' DESC, store_id, locale;
