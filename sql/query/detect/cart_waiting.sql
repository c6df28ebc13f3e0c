-- $1 stores, $2 now
-- one row: whether an active cart is idle; cart_abandon takes milliseconds to plan, so it runs only then
-- columns: waiting
SELECT EXISTS (SELECT FROM crt.carts
                WHERE store_id = ANY ($1::uuid[]) AND status = 'ACTIVE' AND idle_at <= $2::timestamptz) AS waiting;
