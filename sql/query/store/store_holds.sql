-- $1 slug
-- at most one row: how many carts the store has
-- columns: carts
SELECT (SELECT count(*) FROM crt.carts c WHERE c.store_id = s.id) AS carts FROM crt.stores s WHERE s.slug = $1;
