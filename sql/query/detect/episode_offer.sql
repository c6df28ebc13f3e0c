-- $1 stores
-- one row per open episode that no campaign has handled, oldest first; customer: the platform's id or null; idle: in seconds
-- columns: store_id id token url value currency items customer abandoned_at idle
SELECT a.store_id, a.id, c.external_id AS token, a.url, a.value, a.currency, a.items, p.external_id AS customer,
       a.abandoned_at, extract(epoch FROM a.idle)::bigint AS idle
  FROM crt.abandoned_carts a
 CROSS JOIN LATERAL (    -- a fence: always by key, even if the planner takes the tables for small
    SELECT external_id FROM crt.carts WHERE store_id = a.store_id AND id = a.cart_id OFFSET 0) c
  LEFT JOIN LATERAL (SELECT external_id FROM crt.customers WHERE store_id = a.store_id AND id = a.customer_id OFFSET 0) p ON true
 WHERE a.store_id = ANY ($1::uuid[]) AND a.state = 'OPEN' AND a.taken_at IS NULL
 ORDER BY a.store_id, a.abandoned_at, a.id;
