-- $1 stores, $2 limit
-- one row per open episode that no campaign has handled, oldest first
-- columns: store_id id
SELECT store_id, id FROM crt.abandoned_carts
 WHERE store_id = ANY ($1::uuid[]) AND state = 'OPEN' AND taken_at IS NULL
 ORDER BY store_id, abandoned_at, id LIMIT $2::bigint;
