-- $1 stores, $2 orders, $3 carts, $4 checkouts: arrays, one entry per order that names no known customer
-- one row per order, in the same order: the customer known by one of its keys, or null
-- columns: customer_id
SELECT (SELECT k.customer_id
          FROM (SELECT i.customer_id FROM crt.identities i
                 WHERE i.store_id = d.store AND i.key IN (d.placed, d.cart, d.checkout)
                 UNION ALL
                SELECT c.customer_id FROM crt.carts c
                 WHERE c.store_id = d.store AND c.token_id IN (d.cart, d.checkout)) k
         WHERE k.customer_id IS NOT NULL ORDER BY k.customer_id LIMIT 1) AS customer_id
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) WITH ORDINALITY AS d (store, placed, cart, checkout, n)
 ORDER BY d.n;
