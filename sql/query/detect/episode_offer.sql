-- $1 stores
-- a row an open episode that no campaign has taken, oldest first: store, episode, cart, token, url, value,
-- currency, items, customer (platform id or null), abandoned at, seconds idle
SELECT a.store_id, a.id, c.external_id, a.url, a.value, a.currency, a.items, p.external_id,
       a.abandoned_at, extract(epoch FROM a.idle)::bigint
  FROM crt.abandoned_carts a
  JOIN crt.carts c ON c.store_id = a.store_id AND c.id = a.cart_id
  LEFT JOIN crt.customers p ON p.store_id = a.store_id AND p.id = a.customer_id
 WHERE a.store_id = ANY ($1::uuid[]) AND a.state = 'OPEN' AND a.taken_at IS NULL
 ORDER BY a.store_id, a.abandoned_at, a.id;
