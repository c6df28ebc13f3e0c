-- $1 stores, $2 episodes
-- a row an episode that may be taken: store, id, customer, value, currency, items, country,
-- orders of the person, abandoned at; locked until the end of the transaction
SELECT a.store_id, a.id, a.customer_id, a.value, a.currency, a.items, p.country,
       (SELECT count(DISTINCT o.id) FROM crt.kin k JOIN crt.orders o ON o.store_id = k.store_id AND o.customer_id = k.kin_id
         WHERE k.store_id = a.store_id AND k.customer_id = a.customer_id AND o.status = 'bought' AND NOT o.test),
       a.abandoned_at
  FROM crt.abandoned_carts a
  LEFT JOIN crt.customers p ON p.store_id = a.store_id AND p.id = a.customer_id
 WHERE a.store_id = ANY ($1::uuid[]) AND a.id = ANY ($2::uuid[]) AND a.state = 'OPEN' AND a.taken_at IS NULL
   FOR UPDATE OF a SKIP LOCKED;
