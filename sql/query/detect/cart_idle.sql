-- $1 store, $2 cart, $3 now
-- the number of carts, at most one, that count as idle from now on
UPDATE crt.carts SET idle_at = least(idle_at, $3::timestamptz), by_hand = true
 WHERE store_id = $1::uuid AND id = $2::uuid AND status = 'ACTIVE' AND last_activity_at <= $3::timestamptz;
