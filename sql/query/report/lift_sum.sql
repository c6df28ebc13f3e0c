-- $1 stores, $2 now
-- one row per campaign, share of its holdout, arm, and wait, of the experiment that runs: persons assigned, those whose time
-- for a purchase is over, and those of them who bought in it; what they spent by all orders of this time, net of refunds, in
-- the cap's currency, as sums in minor units; waits: in seconds, as in the campaign's file; place: of the wait among them, from
-- 1; null if there is one wait for all;
-- recent: persons assigned in the last 8 weeks; weeks: how many of these weeks the experiment has run
-- columns: store campaign window_days alpha min_effect cap currency waits holdout held_out place
-- crossovers: persons with several accounts that had been assigned to different arms or waits, before they became one
-- columns: persons over bought spent capped squares recent crossovers weeks
WITH experiment AS (
    SELECT DISTINCT ON (x.store_id, x.campaign_id) x.*, s.slug, c.name, c.holdout AS share, c.status
      FROM crt.experiments x
      JOIN crt.stores s ON s.id = x.store_id
      JOIN crt.campaigns c ON c.store_id = x.store_id AND c.id = x.campaign_id
     WHERE x.store_id = ANY ($1::uuid[]) ORDER BY x.store_id, x.campaign_id, x.number DESC),
-- The first assignment of each customer.  A campaign with a holdout or waits has a row even if nobody was assigned.
customer AS MATERIALIZED (
    SELECT DISTINCT ON (x.store_id, x.campaign_id, n.customer_id) x.*,
           n.customer_id, n.id, coalesce(n.holdout, x.share) AS holdout, n.held_out, n.wait,
           n.assigned_at,
           n.assigned_at + x.outcome_window AS ends_at, a.recovered_at, a.order_id
      FROM experiment x
      LEFT JOIN (crt.enrollments n JOIN crt.abandoned_carts a ON a.store_id = n.store_id AND a.id = n.episode_id)
        ON n.store_id = x.store_id AND n.campaign_id = x.campaign_id AND n.store_id = ANY ($1::uuid[])
           AND n.assigned_at BETWEEN x.began_at AND $2::timestamptz AND n.holdout < 100
     WHERE n.id IS NOT NULL OR ((x.share BETWEEN 1 AND 99 OR x.waits IS NOT NULL) AND x.status <> 'DELETED')
     ORDER BY x.store_id, x.campaign_id, n.customer_id, n.assigned_at, n.id),
-- Only customers that share a key with another one can be the same person.
key AS MATERIALIZED (
    SELECT c.store_id, c.id, u.key FROM customer a JOIN crt.customers c ON c.store_id = a.store_id AND c.id = a.customer_id
     CROSS JOIN LATERAL unnest(ARRAY[c.email_key, c.phone_key]) u (key) WHERE u.key IS NOT NULL
    UNION ALL
    SELECT l.store_id, l.customer_id, l.key FROM customer a
      JOIN crt.identity_links l ON l.store_id = a.store_id AND l.customer_id = a.customer_id),
alike AS (
    SELECT store_id, id FROM (
        SELECT store_id, id, count(*) OVER (PARTITION BY store_id, key) AS customers FROM (SELECT DISTINCT * FROM key) d) k
     WHERE customers > 1),
-- A person counts by the first assignment.  Others are read by index: the planner cannot estimate how many there are.
assigned AS (
    SELECT a.*, coalesce(t.crossed, false) AS crossed
      FROM (SELECT c.*, (c.store_id, c.customer_id) IN (SELECT store_id, id FROM alike) AS alike FROM customer c OFFSET 0) a
     CROSS JOIN LATERAL (
        SELECT bool_or((b.assigned_at, b.id) < (a.assigned_at, a.id)) AS later,
               bool_or((b.held_out, b.wait) IS DISTINCT FROM (a.held_out, a.wait)) AS crossed
          FROM crt.same_person(a.store_id, a.customer_id) s
         CROSS JOIN LATERAL (
            SELECT * FROM crt.enrollments e WHERE e.store_id = a.store_id AND e.campaign_id = a.campaign_id
               AND e.customer_id = s.same_id AND e.assigned_at BETWEEN a.began_at AND $2::timestamptz AND e.holdout < 100 OFFSET 0) b
         WHERE a.alike AND s.same_id <> a.customer_id) t
     WHERE t.later IS NOT TRUE),
-- Who had bought before the assignment, as became known later, is in no arm.  Others count with all their orders in the time.
-- An order is linked with everyone whom it named.  Accounts and orders are read by index, as in crt.orders_of, which reads more.
person AS (
    SELECT p.*, coalesce(b.over AND (b.orders > 0 OR NOT EXISTS (
               SELECT FROM crt.orders k WHERE k.store_id = p.store_id AND k.id = p.order_id)), false) AS bought, b.spent
      FROM assigned p
     CROSS JOIN LATERAL (SELECT p.ends_at <= $2::timestamptz AND p.recovered_at < p.ends_at AS over OFFSET 0) e
     CROSS JOIN LATERAL (
        SELECT e.over, count(o.id) AS orders,
               coalesce(sum(greatest(o.total - coalesce(o.refunded, 0), 0)) FILTER (WHERE o.currency = p.currency), 0)::bigint AS spent
          FROM (SELECT p.order_id AS id WHERE e.over
                UNION SELECT l.key
                  FROM (SELECT p.customer_id AS id
                        UNION SELECT s.id FROM crt.customers c
                         CROSS JOIN LATERAL (
                            (SELECT q.id FROM crt.customers q WHERE q.store_id = p.store_id AND q.email_key = c.email_key LIMIT 50)
                            UNION ALL
                            (SELECT q.id FROM crt.customers q WHERE q.store_id = p.store_id AND q.phone_key = c.phone_key LIMIT 50)) s
                         WHERE c.store_id = p.store_id AND c.id = p.customer_id
                        UNION SELECT s.customer_id FROM crt.identity_links k
                         CROSS JOIN LATERAL (
                            SELECT m.customer_id FROM crt.identity_links m WHERE m.store_id = p.store_id AND m.key = k.key LIMIT 50) s
                         WHERE k.store_id = p.store_id AND k.customer_id = p.customer_id) a
                 CROSS JOIN LATERAL (
                    SELECT i.key FROM crt.identity_links i WHERE i.store_id = p.store_id AND i.customer_id = a.id OFFSET 0) l
                 WHERE e.over) u
         CROSS JOIN LATERAL (SELECT * FROM crt.orders k WHERE k.store_id = p.store_id AND k.id = u.id OFFSET 0) o
         CROSS JOIN LATERAL (
            SELECT CASE WHEN o.confirmed_at > o.placed_at AND EXISTS (SELECT FROM crt.carts k
                    WHERE k.store_id = p.store_id AND k.id = o.cart_id AND k.created_at <= o.confirmed_at)
                THEN o.confirmed_at ELSE o.placed_at END AS at) t
         WHERE o.status IN ('bought', 'awaiting') AND NOT o.test AND (o.id = p.order_id OR t.at > p.assigned_at AND t.at < p.ends_at)) b
     WHERE p.recovered_at IS NULL OR p.recovered_at > p.assigned_at)
SELECT slug AS store, name AS campaign, extract(epoch FROM outcome_window)::bigint / 86400 AS window_days, alpha,
       min_effect, cap, currency, array_to_string(waits, ' ') AS waits, holdout, held_out,
       array_position(waits, wait) AS place, count(assigned_at) AS persons,
       count(*) FILTER (WHERE ends_at <= $2::timestamptz) AS over, count(*) FILTER (WHERE bought) AS bought, sum(spent) AS spent,
       sum(least(spent, cap)) AS capped, sum(least(spent, cap)::numeric ^ 2) AS squares,
       count(*) FILTER (WHERE assigned_at > $2::timestamptz - interval '56 days') AS recent,
       count(*) FILTER (WHERE crossed) AS crossovers,
       greatest(1, least(8, ceil(extract(epoch FROM $2::timestamptz
           - min(min(assigned_at)) OVER (PARTITION BY slug, name)) / 604800)))::bigint AS weeks
  FROM person
 GROUP BY slug, name, outcome_window, alpha, min_effect, cap, currency, waits, holdout, held_out, wait
 ORDER BY slug, name, holdout, held_out, place;
