-- $1 stores
-- one row per request of a person or a platform
-- columns: store id kind payload opened_at due_at closed_at
SELECT s.slug AS store, t.id, t.kind, t.payload, t.opened_at, t.due_at, t.closed_at
  FROM crt.privacy_requests t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
