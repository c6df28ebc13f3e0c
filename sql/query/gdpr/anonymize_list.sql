-- $1 store, $2 time, $3 at most
-- one row per person who did nothing since then, with any account of the same address; without an open episode
-- columns: id
SELECT c.id FROM crt.customers c
 WHERE c.store_id = $1::uuid AND c.last_activity < $2::timestamptz AND c.external_id IS DISTINCT FROM 'erased'
   AND NOT EXISTS (SELECT FROM crt.customers o
                    WHERE o.store_id = c.store_id AND o.email_key = c.email_key AND o.last_activity >= $2::timestamptz)
   AND NOT EXISTS (SELECT FROM crt.abandoned_carts a WHERE a.store_id = c.store_id AND a.customer_id = c.id AND a.state = 'OPEN')
 ORDER BY c.last_activity, c.id LIMIT $3::bigint;
