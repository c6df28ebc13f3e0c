-- $1 store, null for all stores, $2 name, $3 locale ("" for any), $4 html, $5 text, $6 now
-- one row: whether it is new, the parts that changed ("" for none); an identical partial changes nothing
-- columns: is_new parts
WITH was AS (
    SELECT * FROM crt.partials WHERE store_id IS NOT DISTINCT FROM $1::uuid AND name = $2 AND locale = $3 FOR UPDATE),
differs AS (
    SELECT concat_ws(', ', CASE WHEN html IS DISTINCT FROM $4 THEN 'html' END,
               CASE WHEN text IS DISTINCT FROM $5 THEN 'text' END) AS parts
      FROM was),
put AS (
    INSERT INTO crt.partials (id, store_id, name, locale, html, text, created_at, updated_at)
    SELECT crt.derived_uuid(coalesce($1::text, '') || 'partial' || $2 || ' ' || $3), $1::uuid, $2, $3, $4, $5,
           $6::timestamptz, $6::timestamptz
     WHERE NOT EXISTS (SELECT FROM differs WHERE parts = '')
    ON CONFLICT (store_id, name, locale) DO UPDATE SET html = excluded.html, text = excluded.text,
        updated_at = excluded.updated_at)
SELECT NOT EXISTS (SELECT FROM was) AS is_new, coalesce((SELECT parts FROM differs), '') AS parts;
