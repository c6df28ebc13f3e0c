-- $1 stores
-- one row per abandoned cart
-- columns: store id customer_id external_cart_id cart_url cart_value currency cart_items abandoned_at recovered recovered_at
-- columns: recovery_revenue recovery_method created_at
SELECT s.slug AS store, t.id, t.customer_id, t.external_cart_id, t.cart_url, t.cart_value, t.currency, t.cart_items, t.abandoned_at,
       t.recovered, t.recovered_at, t.recovery_revenue, t.recovery_method, t.created_at
  FROM crt.v_abandoned_carts t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
