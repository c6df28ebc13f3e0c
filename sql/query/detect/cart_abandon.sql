-- $1 stores, $2 duration of an episode for each (intervals, in the same order), $3 now, $4 limit
-- one row: the number of idle carts, of abandoned ones, and of bought ones. A cart whose token was emptied or
-- merged gets that status. An unpaid order that is older than an episode opens none: the shopper left it long
-- ago, and only the shop has changed it since
-- columns: idle abandoned bought
WITH idle AS (
    SELECT c.store_id, c.id, c.token_id, c.customer_id, c.value, c.currency, c.items, c.url, c.url_pays, c.last_activity_at,
           c.idle_at, c.generation, c.stamp, c.created_at, c.by_hand
      FROM crt.carts c
     WHERE c.store_id = ANY ($1::uuid[]) AND c.status = 'ACTIVE' AND c.idle_at <= $3::timestamptz
     ORDER BY c.idle_at LIMIT $4::int FOR UPDATE SKIP LOCKED),
checked AS (
    SELECT i.*, o.bought, coalesce(g.status, CASE WHEN a.state IS DISTINCT FROM 'OPEN' AND i.url_pays
               AND i.created_at < i.idle_at - s.expire THEN 'EXPIRED'::crt.cart_status END) AS gone,
           a.state, i.generation + (a.state IS NOT NULL AND a.state <> 'OPEN')::int AS new_generation, s.expire
      FROM idle i JOIN unnest($1::uuid[], $2::interval[]) AS s (id, expire) ON s.id = i.store_id
     CROSS JOIN LATERAL (SELECT coalesce(bool_or(v.covers_until >= i.last_activity_at), false) AS bought
                           FROM crt.orders_of(i.store_id, i.id) v) o
      LEFT JOIN LATERAL (SELECT t.status FROM crt.carts t WHERE t.store_id = i.store_id AND t.id = i.token_id
                            AND t.status IN ('EMPTIED', 'MERGED') AND t.stamp > i.stamp OFFSET 0) g ON true
      LEFT JOIN LATERAL (SELECT x.state FROM crt.abandoned_carts x WHERE x.store_id = i.store_id AND x.cart_id = i.id
                            AND x.generation = i.generation OFFSET 0) a ON true),
opened AS (
    INSERT INTO crt.abandoned_carts AS a (store_id, id, cart_id, generation, customer_id, value, currency, items, url,
        abandoned_at, idle, expires_at, created_at, by_hand)
    SELECT j.store_id, crt.derived_uuid(j.id::text || j.new_generation), j.id, j.new_generation, j.customer_id, j.value, j.currency,
           j.items, j.url, j.idle_at, j.idle_at - j.last_activity_at, j.idle_at + j.expire, $3::timestamptz, j.by_hand
      FROM checked j
     WHERE NOT j.bought AND j.gone IS NULL
    ON CONFLICT (store_id, cart_id, generation) DO UPDATE SET customer_id = excluded.customer_id,
        value = excluded.value, currency = excluded.currency, items = excluded.items, url = excluded.url,
        abandoned_at = CASE WHEN a.enrolled THEN a.abandoned_at ELSE excluded.abandoned_at END,
        taken_at = CASE WHEN a.enrolled THEN a.taken_at END, refusal = NULL,
        by_hand = a.by_hand OR excluded.by_hand),
moved AS (
    UPDATE crt.carts c SET by_hand = false, status = CASE WHEN j.bought THEN 'CONVERTED' ELSE coalesce(j.gone, 'ABANDONED') END,
           generation = CASE WHEN j.bought OR j.gone IS NULL THEN j.new_generation ELSE c.generation END,
           episode_open = NOT j.bought AND (j.gone IS NULL OR c.episode_open)
      FROM checked j WHERE c.store_id = j.store_id AND c.id = j.id)
SELECT count(*) AS idle, count(*) FILTER (WHERE NOT bought AND gone IS NULL) AS abandoned, count(*) FILTER (WHERE bought) AS bought
  FROM checked;
