-- $1 stores, $2 maximum orders
-- one row per recovered episode and its order; closes the carts and episodes of everyone whom the order ever named,
-- or whose cart it names.
-- Each order that arrived since the last run is applied once
-- columns: store_id id external_id recovery_method recovery_revenue revenue_currency recovered_at
WITH fresh AS (
    SELECT store_id, id, cart_id, checkout_id FROM crt.orders
     WHERE store_id = ANY ($1::uuid[]) AND NOT resolved
     ORDER BY store_id, id LIMIT $2::int FOR UPDATE SKIP LOCKED),
resolved AS (
    UPDATE crt.orders o SET resolved = true FROM fresh f WHERE o.store_id = f.store_id AND o.id = f.id),
reached AS (
    SELECT c.store_id, c.id FROM fresh f CROSS JOIN LATERAL (
        SELECT store_id, id FROM crt.carts WHERE store_id = f.store_id AND id = f.cart_id
        UNION ALL SELECT store_id, id FROM crt.carts WHERE store_id = f.store_id AND id = f.checkout_id
        UNION ALL SELECT store_id, id FROM crt.carts WHERE store_id = f.store_id AND token_id = f.cart_id
        UNION ALL SELECT store_id, id FROM crt.carts WHERE store_id = f.store_id AND token_id = f.checkout_id
        UNION ALL SELECT k.store_id, k.id FROM (
                SELECT l.customer_id FROM crt.identities l
                 WHERE l.store_id = f.store_id AND l.key IN (f.id, f.cart_id, f.checkout_id)
                UNION SELECT t.customer_id FROM crt.carts t
                 WHERE t.store_id = f.store_id AND t.token_id IN (f.cart_id, f.checkout_id)) l
                   CROSS JOIN LATERAL crt.same_person(f.store_id, l.customer_id) n
                    JOIN crt.identities i ON i.store_id = f.store_id AND i.customer_id = n.same_id
                    JOIN crt.carts k ON k.store_id = f.store_id AND k.id = i.key
                   WHERE l.customer_id IS NOT NULL) c
     GROUP BY c.store_id, c.id),
bought AS (
    SELECT c.store_id, c.id, c.status, c.last_activity_at, o.covers_until
      FROM reached r JOIN crt.carts c ON c.store_id = r.store_id AND c.id = r.id
     CROSS JOIN LATERAL (SELECT max(v.covers_until) AS covers_until FROM crt.orders_of(c.store_id, c.id) v) o),
converted AS (
    UPDATE crt.carts c SET status = 'CONVERTED', idle_at = NULL, episode_open = false
      FROM bought b WHERE c.store_id = b.store_id AND c.id = b.id
       AND b.covers_until >= b.last_activity_at AND b.status IN ('ACTIVE', 'ABANDONED', 'EMPTIED', 'EXPIRED')),
ended AS (
    SELECT a.store_id, a.id, o.*
      FROM reached r JOIN crt.abandoned_carts a ON a.store_id = r.store_id AND a.cart_id = r.id
     CROSS JOIN LATERAL (
        SELECT min(v.placed_at) FILTER (WHERE v.placed_at >= a.abandoned_at) AS after,
               max(v.covers_until) FILTER (WHERE v.placed_at < a.abandoned_at) AS before
          FROM crt.orders_of(a.store_id, a.cart_id) v) o
     WHERE a.state = 'OPEN' OR (a.state = 'LOST' AND o.after <= a.expires_at)
        OR (a.state = 'CANCELED' AND a.reason IN ('emptied', 'merged') AND o.after <= a.expires_at)),
recovered AS (
    UPDATE crt.abandoned_carts a SET state = 'RECOVERED', reason = NULL, recovered_at = v.placed_at,
           recovery_revenue = v.total, revenue_currency = v.currency, order_id = v.order_id,
           recovery_method = coalesce((SELECT m.channel::text::crt.recovery_method FROM crt.messages m
                WHERE m.store_id = a.store_id AND m.episode_id = a.id AND m.sent_at < v.placed_at
                ORDER BY m.sent_at DESC LIMIT 1), 'DIRECT')
      FROM ended e CROSS JOIN LATERAL (
        SELECT w.placed_at, w.total, w.currency, w.order_id FROM crt.abandoned_carts x
         CROSS JOIN LATERAL crt.orders_of(x.store_id, x.cart_id) w
         WHERE x.store_id = e.store_id AND x.id = e.id AND w.placed_at = e.after
         ORDER BY w.order_id LIMIT 1) v
     WHERE e.after IS NOT NULL AND a.store_id = e.store_id AND a.id = e.id
    RETURNING a.store_id, a.id, a.order_id, a.recovery_method, a.recovery_revenue, a.revenue_currency, a.recovered_at),
before AS (
    UPDATE crt.abandoned_carts a SET state = 'CANCELED', reason = 'bought_before'
      FROM ended e
     WHERE e.after IS NULL AND e.before >= a.abandoned_at - a.idle AND a.store_id = e.store_id AND a.id = e.id
       AND a.state = 'OPEN')
SELECT r.store_id, r.id, o.external_id, r.recovery_method, r.recovery_revenue, r.revenue_currency, r.recovered_at
  FROM recovered r JOIN crt.orders o ON o.store_id = r.store_id AND o.id = r.order_id
 ORDER BY r.recovered_at, r.id;
