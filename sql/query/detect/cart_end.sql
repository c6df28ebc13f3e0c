-- $1 stores
-- the number of episodes that end because their cart was emptied or merged
WITH ended AS (
    UPDATE crt.carts SET episode_open = false
     WHERE store_id = ANY ($1::uuid[]) AND episode_open AND status IN ('EMPTIED', 'MERGED')
    RETURNING store_id, id, status)
UPDATE crt.abandoned_carts a SET state = 'CANCELLED', reason = lower(e.status::text)
  FROM ended e WHERE a.store_id = e.store_id AND a.cart_id = e.id AND a.state = 'OPEN';
