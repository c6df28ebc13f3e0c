-- $1 stores
-- one row per template; those without a store are for all
-- columns: store id name locale channel subject html text created_at updated_at
SELECT s.slug AS store, t.id, t.name, t.locale, t.channel, t.subject, t.html, t.text, t.created_at, t.updated_at
  FROM crt.templates t LEFT JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id IS NULL OR t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C" NULLS FIRST, t.name COLLATE "C", t.locale, t.channel;
