-- $1 stores, $2 now, $3 limit
-- the number of episodes that are now lost
WITH old AS (
    SELECT store_id, id, cart_id FROM crt.abandoned_carts
     WHERE store_id = ANY ($1::uuid[]) AND state = 'OPEN' AND expires_at <= $2::timestamptz
     ORDER BY expires_at LIMIT $3::int FOR UPDATE SKIP LOCKED),
carts AS (
    UPDATE crt.carts c SET episode_open = false,
           status = CASE c.status WHEN 'ABANDONED' THEN 'EXPIRED' ELSE c.status END
      FROM old o WHERE c.store_id = o.store_id AND c.id = o.cart_id)
UPDATE crt.abandoned_carts a SET state = 'LOST' FROM old o WHERE a.store_id = o.store_id AND a.id = o.id;
