-- $1 stores
-- one row per published version of the attribution of a period
-- columns: store since until measure version settings parts published_at
SELECT s.slug AS store, t.since, t.until, t.measure, t.version, t.settings, t.parts, t.published_at
  FROM crt.publications t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.since, t.until, t.measure, t.version;
