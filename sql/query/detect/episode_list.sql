-- $1 stores, $2 state or null, $3 limit, $4 after this episode or null
-- one row per episode, oldest first
-- columns: id store cart state value currency abandoned_at expires_at customer taken_at
SELECT a.id, s.slug AS store, c.external_id AS cart, a.state, a.value, a.currency, a.abandoned_at, a.expires_at,
       coalesce(p.external_id, a.customer_id::text) AS customer, a.taken_at
  FROM crt.abandoned_carts a
  JOIN crt.stores s ON s.id = a.store_id
  JOIN crt.carts c ON c.store_id = a.store_id AND c.id = a.cart_id
  LEFT JOIN crt.customers p ON p.store_id = a.store_id AND p.id = a.customer_id
 WHERE a.store_id = ANY ($1::uuid[]) AND ($2::text IS NULL OR a.state = $2::crt.episode_state)
   AND ($4::uuid IS NULL OR (a.abandoned_at, a.id) > (SELECT b.abandoned_at, b.id FROM crt.abandoned_carts b
         WHERE b.store_id = ANY ($1::uuid[]) AND b.id = $4::uuid))
 ORDER BY a.abandoned_at, a.id LIMIT $3::bigint;
