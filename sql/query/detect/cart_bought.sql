-- $1 store, $2 cart
-- a row an order of the same person: order, status, total, currency, placed, whether it covers what was done last
SELECT o.external_id, o.status, o.total, o.currency, min(v.placed_at), max(v.covers_until) >= max(c.last_activity_at)
  FROM crt.orders_of($1::uuid, $2::uuid) v
  JOIN crt.orders o ON o.store_id = $1::uuid AND o.id = v.order_id
  JOIN crt.carts c ON c.store_id = $1::uuid AND c.id = $2::uuid
 GROUP BY o.id, o.external_id, o.status, o.total, o.currency
 ORDER BY min(v.placed_at), o.id;
