-- $1 slug
-- at most one row: the number of the store's carts
-- columns: carts
SELECT (SELECT count(*) FROM crt.carts c WHERE c.store_id = s.id) AS carts FROM crt.stores s WHERE s.slug = $1;
