-- $1 stores
-- a row an open episode that no campaign has taken, oldest first: store, episode, cart, token, url, value,
-- currency, items, customer (platform id or null), abandoned at, seconds idle
SELECT a.store_id, a.id, c.external_id, a.url, a.value, a.currency, a.items, p.external_id,
       a.abandoned_at, extract(epoch FROM a.idle)::bigint
  FROM crt.abandoned_carts a
 CROSS JOIN LATERAL (    -- a fence: each by its key, however small the tables look
    SELECT external_id FROM crt.carts WHERE store_id = a.store_id AND id = a.cart_id OFFSET 0) c
  LEFT JOIN LATERAL (SELECT external_id FROM crt.customers WHERE store_id = a.store_id AND id = a.customer_id OFFSET 0) p ON true
 WHERE a.store_id = ANY ($1::uuid[]) AND a.state = 'OPEN' AND a.taken_at IS NULL
 ORDER BY a.store_id, a.abandoned_at, a.id;
