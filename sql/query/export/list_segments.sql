-- $1 stores
-- one row per segment of a store
-- columns: store name conditions source created_at updated_at
SELECT s.slug AS store, t.name, t.conditions, t.source, t.created_at, t.updated_at
  FROM crt.segments t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.name COLLATE "C";
