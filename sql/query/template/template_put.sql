-- $1 store, null for all stores, $2 name, $3 locale, $4 subject, $5 html, $6 text, $7 preview data, $8 now, $9 channel,
-- $10 image, $11 link, $12 design, $13 whether it is the default
-- one row: whether it is new, the parts that changed ("" for none); an identical template changes nothing
-- columns: is_new parts version
WITH was AS (
    SELECT * FROM crt.templates
     WHERE store_id IS NOT DISTINCT FROM $1::uuid AND name = $2 AND locale = $3 AND channel = $9::crt.channel FOR UPDATE),
differs AS (
    SELECT concat_ws(', ', CASE WHEN subject IS DISTINCT FROM $4 THEN 'subject' END,
               CASE WHEN html IS DISTINCT FROM $5 THEN 'html' END,
               CASE WHEN text IS DISTINCT FROM $6 THEN 'text' END,
               CASE WHEN image IS DISTINCT FROM $10 THEN 'image' END, CASE WHEN link IS DISTINCT FROM $11 THEN 'link' END,
               CASE WHEN design_config IS DISTINCT FROM $12::jsonb THEN 'design_config' END,
               CASE WHEN is_default <> $13::bool THEN 'is_default' END,
               CASE WHEN preview_data IS DISTINCT FROM $7::jsonb THEN 'preview_data' END) AS parts
      FROM was),
kept AS (
    INSERT INTO crt.template_versions (template_id, version, store_id, subject, html, text, image, link, design_config, began_at)
    SELECT id, version, store_id, subject, html, text, image, link, design_config, updated_at FROM was
     WHERE EXISTS (SELECT FROM differs WHERE parts <> '') ON CONFLICT DO NOTHING),
put AS (
    INSERT INTO crt.templates AS t (id, store_id, name, locale, channel, subject, html, text, preview_data, created_at,
        updated_at, image, link, design_config, is_default)
    SELECT crt.derived_uuid(coalesce($1::text, '') || 'template' || $2 || ' ' || $3 || $9), $1::uuid, $2, $3, $9::crt.channel, $4, $5,
           $6, $7::jsonb, $8::timestamptz, $8::timestamptz, $10, $11, $12::jsonb, $13::bool
     WHERE NOT EXISTS (SELECT FROM differs WHERE parts = '')
    ON CONFLICT (store_id, name, locale, channel) DO UPDATE SET subject = excluded.subject, html = excluded.html,
        text = excluded.text, image = excluded.image, link = excluded.link,
        design_config = excluded.design_config, is_default = excluded.is_default, version = t.version + 1,
        preview_data = excluded.preview_data, updated_at = excluded.updated_at RETURNING version)
SELECT NOT EXISTS (SELECT FROM was) AS is_new, coalesce((SELECT parts FROM differs), '') AS parts,
       coalesce((SELECT version FROM put), (SELECT version FROM was)) AS version;
