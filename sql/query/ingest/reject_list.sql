-- $1 stores or null for all, including those without a store, $2 limit, $3 after this id or null
-- one row per reject, oldest first; bytes: the first ones, in hex; is_order: it may be an order
-- columns: id store created_at source position reason bytes is_order
SELECT r.id, s.slug AS store, r.created_at, r.source, r.position, r.reason, encode(substr(r.bytes, 1, 60), 'hex') AS bytes, r.is_order
  FROM crt.rejects r LEFT JOIN crt.stores s ON s.id = r.store_id
 WHERE r.dropped_at IS NULL AND ($1::uuid[] IS NULL OR r.store_id = ANY ($1::uuid[]))
   AND ($3::uuid IS NULL OR (r.created_at, r.id) > (SELECT a.created_at, a.id FROM crt.rejects a WHERE a.id = $3::uuid))
 ORDER BY r.created_at, r.id LIMIT $2::bigint;
