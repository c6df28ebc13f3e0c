-- $1 stores
-- the number of episodes that end because their cart, or its token, was emptied, deleted, or merged
WITH ended AS (
    SELECT c.store_id, c.id, c.status FROM crt.carts c
     WHERE c.store_id = ANY ($1::uuid[]) AND c.episode_open AND c.status IN ('EMPTIED', 'MERGED')
    UNION ALL
    SELECT c.store_id, c.id, g.status FROM crt.carts c
      JOIN crt.carts g ON g.store_id = c.store_id AND g.id = c.token_id
     WHERE c.store_id = ANY ($1::uuid[]) AND c.episode_open AND c.status IN ('ACTIVE', 'ABANDONED')
       AND g.status IN ('EMPTIED', 'MERGED') AND g.stamp > c.stamp),
carts AS (
    UPDATE crt.carts c SET episode_open = false, status = e.status
      FROM ended e WHERE c.store_id = e.store_id AND c.id = e.id)
UPDATE crt.abandoned_carts a SET state = 'CANCELED', reason = lower(e.status::text)
  FROM ended e WHERE a.store_id = e.store_id AND a.cart_id = e.id AND a.state = 'OPEN';
