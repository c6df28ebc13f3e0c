-- $1 stores, $2 name, $3 language, null for any
-- a row a template, what a mail would take first comes first: store (null for every store's), locale, subject, text,
-- html, preview data.  The language itself, else its first part, else English, else any; a store's own before others
SELECT store_id, locale, subject, text, html, preview_data::text
  FROM crt.templates
 WHERE name = $2 AND channel = 'EMAIL' AND (store_id = ANY ($1::uuid[]) OR store_id IS NULL)
 ORDER BY locale = $3 DESC NULLS LAST, split_part(locale, '-', 1) = split_part($3, '-', 1) DESC NULLS LAST,
          store_id IS NULL, split_part(locale, '-', 1) = 'en' DESC, store_id, locale;
