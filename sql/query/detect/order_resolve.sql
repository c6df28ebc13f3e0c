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
covering AS (    -- planned and read once for both, because it is most of the statement
    SELECT r.store_id, r.id AS cart_id, v.* FROM reached r CROSS JOIN LATERAL crt.orders_of(r.store_id, r.id) v),
bought AS (
    SELECT c.store_id, c.id, c.status, c.last_activity_at, o.covers_until
      FROM (SELECT store_id, cart_id, max(covers_until) AS covers_until FROM covering GROUP BY store_id, cart_id) o
      JOIN crt.carts c ON c.store_id = o.store_id AND c.id = o.cart_id),
converted AS (
    UPDATE crt.carts c SET status = 'CONVERTED', idle_at = NULL, episode_open = false
      FROM bought b WHERE c.store_id = b.store_id AND c.id = b.id
       AND b.covers_until >= b.last_activity_at AND b.status IN ('ACTIVE', 'ABANDONED', 'EMPTIED', 'EXPIRED')),
ended AS (    -- the episodes that these orders may end; "first" is the first order after the abandonment
    SELECT a.store_id, a.id, a.state, a.abandoned_at, a.idle, a.expires_at, a.reason,
           min(v.placed_at) FILTER (WHERE v.placed_at >= a.abandoned_at) AS after,
           (array_agg(v.order_id ORDER BY v.placed_at, v.order_id) FILTER (WHERE v.placed_at >= a.abandoned_at))[1] AS first,
           max(v.covers_until) FILTER (WHERE v.placed_at < a.abandoned_at) AS before
      FROM covering v JOIN crt.abandoned_carts a ON a.store_id = v.store_id AND a.cart_id = v.cart_id
     WHERE a.state IN ('OPEN', 'LOST') OR (a.state = 'CANCELED' AND a.reason IN ('emptied', 'merged'))
     GROUP BY a.store_id, a.id),
recovered AS (
    UPDATE crt.abandoned_carts a SET state = 'RECOVERED', reason = NULL, recovered_at = e.after,
           recovery_revenue = o.total, revenue_currency = o.currency, order_id = o.id,
           recovery_method = coalesce((SELECT m.channel::text::crt.recovery_method FROM crt.messages m
                WHERE m.store_id = a.store_id AND m.episode_id = a.id AND m.sent_at < e.after
                ORDER BY m.sent_at DESC LIMIT 1), 'DIRECT')
      FROM ended e JOIN crt.orders o ON o.store_id = e.store_id AND o.id = e.first
     WHERE (e.state = 'OPEN' OR e.after <= e.expires_at) AND a.store_id = e.store_id AND a.id = e.id
    RETURNING a.store_id, a.id, o.external_id, a.recovery_method, a.recovery_revenue, a.revenue_currency, a.recovered_at),
before AS (
    UPDATE crt.abandoned_carts a SET state = 'CANCELED', reason = 'bought_before'
      FROM ended e
     WHERE e.first IS NULL AND e.before >= e.abandoned_at - e.idle AND a.store_id = e.store_id AND a.id = e.id
       AND e.state = 'OPEN')
SELECT store_id, id, external_id, recovery_method, recovery_revenue, revenue_currency, recovered_at
  FROM recovered ORDER BY recovered_at, id;
