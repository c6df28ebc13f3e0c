-- $1 stores, $2 episodes; arrays of the same length
-- one row per episode that may be handled, with the facts of its trigger; the orders are those of the person: their number,
-- the sum in minor units less refunds by currency, and the last one; minute and weekday (MON) of the abandonment at the store;
-- locked until the transaction ends
-- columns: store_id id customer_id value currency items abandoned_at minute weekday
-- columns: orders spent ordered_at country region locale consent tags origin
SELECT a.store_id, a.id, a.customer_id, a.value, a.currency, a.items, a.abandoned_at,
       extract(hour FROM z.local) * 60 + extract(minute FROM z.local) AS minute, to_char(z.local, 'DY') AS weekday,
       o.orders, o.spent, o.ordered_at, p.country, p.region, p.locale, p.consent_email AS consent, p.tags, c.origin
  FROM unnest($1::uuid[], $2::uuid[]) w (store_id, id)
  JOIN crt.stores s ON s.id = w.store_id
 CROSS JOIN LATERAL (    -- by key, before the state is checked: not through the index of open episodes
    SELECT * FROM crt.abandoned_carts x WHERE x.store_id = w.store_id AND x.id = w.id
    OFFSET 0 FOR UPDATE SKIP LOCKED) a
 CROSS JOIN LATERAL (    -- a zone that the server no longer knows stops nothing
    SELECT a.abandoned_at AT TIME ZONE CASE WHEN crt.timezone_usable(s.timezone) THEN s.timezone ELSE 'UTC' END AS local) z
  LEFT JOIN LATERAL (
    SELECT country, region, locale, consent_email, tags FROM crt.customers
     WHERE store_id = a.store_id AND id = a.customer_id OFFSET 0) p ON true
 CROSS JOIN LATERAL (SELECT origin FROM crt.carts WHERE store_id = a.store_id AND id = a.cart_id OFFSET 0) c
 CROSS JOIN LATERAL crt.orders_sum(a.store_id, a.customer_id) o
 WHERE a.state = 'OPEN' AND a.taken_at IS NULL;
