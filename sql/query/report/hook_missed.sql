-- $1 stores, $2 now
-- one row per store, by slug: its id, the number of changes of carts and orders of the last day that came after its last
-- webhook (stored to the minute) and without one, at most 1000, and the time of the first of them
-- columns: id missed first
SELECT s.id, count(e.time) AS missed, min(e.time) AS first
  FROM crt.stores s
  LEFT JOIN LATERAL (
    SELECT e.time FROM crt.events e
     WHERE e.store_id = s.id AND e.time > greatest(s.hook_seen_at + interval '2 minutes', $2::timestamptz - interval '1 day')
       AND e.time <= $2::timestamptz AND e.type IN ('crt.cart.updated', 'crt.order.placed', 'crt.order.updated')
       AND s.hook_seen_at IS NOT NULL
     LIMIT 1000) e ON true
 WHERE s.id = ANY ($1::uuid[])
 GROUP BY s.id, s.slug
 ORDER BY s.slug;
