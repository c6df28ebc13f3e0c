-- $1 store, $2 before this time, $3 rows at most (null: count all, delete none)
-- one row: the number of carts that no person, episode, or order belongs to; those of erased people stay (P7)
-- columns: rows
WITH old AS (
    SELECT c.id FROM crt.carts c
     WHERE c.store_id = $1::uuid AND c.customer_id IS NULL AND c.last_activity_at < $2::timestamptz AND c.created_at < $2::timestamptz
       AND c.external_id <> 'erased'
       AND NOT EXISTS (SELECT FROM crt.identity_links l WHERE l.store_id = $1::uuid AND l.key = c.id)
       AND NOT EXISTS (SELECT FROM crt.abandoned_carts a WHERE a.store_id = $1::uuid AND a.cart_id = c.id)
       AND NOT EXISTS (SELECT FROM crt.orders o WHERE o.store_id = $1::uuid AND o.cart_id = c.id)
       AND NOT EXISTS (SELECT FROM crt.orders o WHERE o.store_id = $1::uuid AND o.checkout_id = c.token_id)
     LIMIT $3::bigint),
gone AS (DELETE FROM crt.carts c USING old o WHERE $3::bigint IS NOT NULL AND c.store_id = $1::uuid AND c.id = o.id)
SELECT count(*) AS rows FROM old;
