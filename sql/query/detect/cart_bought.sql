-- $1 store, $2 cart
-- one row per order of the same person; covers: whether it covers the last change of the cart
-- columns: external_id status total currency placed_at covers
SELECT o.external_id, o.status, o.total, o.currency, min(v.placed_at) AS placed_at,
       max(v.covers_until) >= max(c.last_activity_at) AS covers
  FROM crt.orders_of($1::uuid, $2::uuid) v
  JOIN crt.orders o ON o.store_id = $1::uuid AND o.id = v.order_id
  JOIN crt.carts c ON c.store_id = $1::uuid AND c.id = $2::uuid
 GROUP BY o.id, o.external_id, o.status, o.total, o.currency
 ORDER BY min(v.placed_at), o.id;
