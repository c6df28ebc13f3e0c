-- $1 stores, $2 episodes; arrays of the same length
-- one row per episode that may be handled; orders: the number of the person's orders; locked until the transaction ends
-- columns: store_id id customer_id value currency items country orders abandoned_at
SELECT a.store_id, a.id, a.customer_id, a.value, a.currency, a.items, p.country,
       (SELECT count(DISTINCT o.id) FROM crt.same_person(a.store_id, a.customer_id) k
          JOIN crt.orders o ON o.store_id = a.store_id AND o.customer_id = k.same_id
         WHERE o.status = 'bought' AND NOT o.test) AS orders,
       a.abandoned_at
  FROM unnest($1::uuid[], $2::uuid[]) w (store_id, id)
 CROSS JOIN LATERAL (    -- by key, before the state is checked: not through the index of open episodes
    SELECT * FROM crt.abandoned_carts x WHERE x.store_id = w.store_id AND x.id = w.id
    OFFSET 0 FOR UPDATE SKIP LOCKED) a
  LEFT JOIN LATERAL (SELECT country FROM crt.customers WHERE store_id = a.store_id AND id = a.customer_id OFFSET 0) p ON true
 WHERE a.state = 'OPEN' AND a.taken_at IS NULL;
