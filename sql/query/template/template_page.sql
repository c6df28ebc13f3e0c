-- $1 stores, $2 after this store (slug, "" for all stores), $3 name, $4 language, and $6 channel, all null for the first page,
-- $5 limit
-- one row per template; store is null for one of all stores; parts: those that it has
-- columns: store name locale channel parts updated_at
SELECT s.slug AS store, t.name, t.locale, t.channel, concat_ws(', ',
       CASE WHEN t.subject IS NOT NULL THEN 'subject' END, CASE WHEN t.text IS NOT NULL THEN 'text' END,
       CASE WHEN t.html IS NOT NULL THEN 'html' END,
       CASE WHEN t.image IS NOT NULL THEN 'image' END, CASE WHEN t.link IS NOT NULL THEN 'link' END) AS parts, t.updated_at
  FROM crt.templates t LEFT JOIN crt.stores s ON s.id = t.store_id
 WHERE (t.store_id = ANY ($1::uuid[]) OR t.store_id IS NULL)
   AND ($2::text IS NULL OR (coalesce(s.slug, ''), t.name, t.locale, t.channel) > ($2, $3, $4, $6::crt.channel))
 ORDER BY coalesce(s.slug, ''), t.name, t.locale, t.channel LIMIT $5::bigint;
