-- $1 stores, $2 now
-- the number of episodes that are not offered to campaigns, because they began before the replay
UPDATE crt.abandoned_carts SET taken_at = $2::timestamptz
 WHERE store_id = ANY ($1::uuid[]) AND state = 'OPEN' AND taken_at IS NULL;
