-- $1 stores, $2 now
-- a row a store by its slug: its id, how many changes of carts and orders of the last day its webhooks have not brought, because
-- they happened after the last one (kept to the minute), at most 1000, and when the first of them was
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
