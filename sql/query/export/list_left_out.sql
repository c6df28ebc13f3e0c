-- $1 stores
-- one row per field of an hour that could not be read
-- columns: store hour type path reason count
SELECT s.slug AS store, t.hour, t.type, t.path, t.reason, t.count
  FROM crt.left_out t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.hour, t.type, t.path, t.reason;
