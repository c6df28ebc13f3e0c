-- $1 stores
-- one row per key of a person: of an address, a cookie, or a platform ID; the key is a hash
-- columns: store customer_id key
SELECT s.slug AS store, t.customer_id, t.key
  FROM crt.identity_links t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.customer_id, t.key;
