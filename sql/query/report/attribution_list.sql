-- $1 stores, $2 since, $3 until, $4 click window, $5 open window, $6 view window (null: no view-through) (intervals),
-- $7 half-life in seconds, $8 true: recoveries in millionths, else revenue in minor units
-- one row per store, currency, campaign, step, and channel with a part of orders, by each model; the row without a
-- campaign has the orders that no message led to. A message counts once, at its last counted touch, which is after
-- the abandonment and before the order. Revenue is net of refunds. An order that recovers several carts counts
-- once, with the touches of all of them. Parts are integers: the rest goes to the largest remainders, so they add up
-- columns: store currency campaign step channel last_click last_touch any_touch linear position time_decay view_through
WITH won AS MATERIALIZED (
    SELECT a.store_id, a.id AS episode_id, coalesce(a.order_id, a.id) AS sale, a.abandoned_at, a.recovered_at,
           coalesce(o.currency, a.revenue_currency) AS currency, coalesce(o.total, a.recovery_revenue) - coalesce(o.refunded, 0) AS net
      FROM crt.abandoned_carts a
      JOIN crt.carts c ON c.store_id = a.store_id AND c.id = a.cart_id
      LEFT JOIN crt.customers p ON p.store_id = c.store_id AND p.id = c.customer_id
      LEFT JOIN crt.orders o ON o.store_id = a.store_id AND o.id = a.order_id
     WHERE a.store_id = ANY ($1::uuid[]) AND a.abandoned_at >= $2::timestamptz AND a.abandoned_at < $3::timestamptz
       AND a.state = 'RECOVERED' AND (o.id IS NULL OR o.status IN ('bought', 'awaiting') AND NOT o.test)
       AND NOT c.bot AND p.email_kind IS NULL),
sale AS (
    SELECT store_id, sale, min(currency) AS currency, CASE WHEN $8::boolean THEN 1000000 ELSE min(net) END AS amount
      FROM won GROUP BY store_id, sale),
message AS MATERIALIZED (
    SELECT w.store_id, w.sale, m.id, m.campaign_id, m.step_index, m.channel, t.clicked, greatest(t.clicked, t.opened) AS touched,
           CASE WHEN m.sent_at > w.abandoned_at AND m.sent_at < w.recovered_at AND m.sent_at >= w.recovered_at - $6::interval
                 AND NOT t.bounced THEN m.sent_at END AS viewed
      FROM won w JOIN crt.messages m ON m.store_id = w.store_id AND m.episode_id = w.episode_id
     CROSS JOIN LATERAL (
        SELECT max(x.time) FILTER (WHERE x.kind = 'clicked' AND x.time >= w.recovered_at - $4::interval) AS clicked,
               max(x.time) FILTER (WHERE x.kind = 'opened' AND x.time >= w.recovered_at - $5::interval) AS opened,
               count(*) FILTER (WHERE x.kind IN ('bounced', 'failed')) > 0 AS bounced
          FROM crt.touches x WHERE x.store_id = m.store_id AND x.message_id = m.id
           AND (x.kind IN ('bounced', 'failed') OR NOT x.machine AND x.time > w.abandoned_at AND x.time < w.recovered_at)) t),
placed AS (
    SELECT *, row_number() OVER first AS place, row_number() OVER last AS back, count(*) OVER whole AS k, max(touched) OVER whole AS latest
      FROM message WHERE touched IS NOT NULL
    WINDOW whole AS (PARTITION BY store_id, sale), first AS (PARTITION BY store_id, sale ORDER BY touched, id),
           last AS (PARTITION BY store_id, sale ORDER BY touched DESC, id DESC)),
weighed (model, store_id, sale, id, at, weight) AS (
    SELECT * FROM (SELECT DISTINCT ON (store_id, sale) 'last_click', store_id, sale, id, clicked, 1::numeric FROM message
       WHERE clicked IS NOT NULL ORDER BY store_id, sale, clicked DESC, id DESC) x
    UNION ALL SELECT 'last_touch', store_id, sale, id, touched, 1 FROM placed WHERE back = 1
    UNION ALL SELECT 'linear', store_id, sale, id, touched, 1 FROM placed
    UNION ALL SELECT 'position', store_id, sale, id, touched,
                     CASE WHEN k < 3 THEN 1 WHEN place = 1 OR back = 1 THEN 40 * (k - 2) ELSE 20 END FROM placed
    UNION ALL SELECT 'time_decay', store_id, sale, id, touched,
                     round(1000000000 * power(2.0, -extract(epoch FROM latest - touched) / $7::numeric)) FROM placed
    UNION ALL SELECT * FROM (SELECT DISTINCT ON (store_id, sale) 'view_through', store_id, sale, id, coalesce(touched, viewed), 1::numeric
                FROM message WHERE coalesce(touched, viewed) IS NOT NULL AND $6 IS NOT NULL
               ORDER BY store_id, sale, touched DESC NULLS LAST, viewed DESC, id DESC) x),
floored AS (
    SELECT w.*, s.amount, floor(s.amount * w.weight / sum(w.weight) OVER sold) AS part,
           s.amount * w.weight / sum(w.weight) OVER sold - floor(s.amount * w.weight / sum(w.weight) OVER sold) AS remainder
      FROM weighed w JOIN sale s USING (store_id, sale) WINDOW sold AS (PARTITION BY w.model, w.store_id, w.sale)),
credited AS (
    SELECT model, store_id, sale, id, part + (row_number() OVER rest <= amount - sum(part) OVER sold)::int AS part
      FROM floored WINDOW sold AS (PARTITION BY model, store_id, sale),
           rest AS (PARTITION BY model, store_id, sale ORDER BY remainder DESC, at, id)
    UNION ALL SELECT 'any_touch', p.store_id, p.sale, p.id, s.amount FROM placed p JOIN sale s USING (store_id, sale)
    UNION ALL SELECT d.model, s.store_id, s.sale, NULL, s.amount FROM sale s
       CROSS JOIN unnest('{last_click,last_touch,any_touch,linear,position,time_decay,view_through}'::text[]) d (model)
       WHERE (d.model <> 'view_through' OR $6 IS NOT NULL) AND NOT EXISTS (SELECT FROM weighed w
             WHERE w.store_id = s.store_id AND w.sale = s.sale AND w.model = replace(d.model, 'any_touch', 'linear')))
SELECT t.slug AS store, s.currency, g.name AS campaign, m.step_index + 1 AS step, m.channel,
       sum(c.part) FILTER (WHERE c.model = 'last_click')::bigint AS last_click,
       sum(c.part) FILTER (WHERE c.model = 'last_touch')::bigint AS last_touch,
       sum(c.part) FILTER (WHERE c.model = 'any_touch')::bigint AS any_touch,
       sum(c.part) FILTER (WHERE c.model = 'linear')::bigint AS linear,
       sum(c.part) FILTER (WHERE c.model = 'position')::bigint AS position,
       sum(c.part) FILTER (WHERE c.model = 'time_decay')::bigint AS time_decay,
       sum(c.part) FILTER (WHERE c.model = 'view_through')::bigint AS view_through
  FROM credited c
  JOIN sale s USING (store_id, sale)
  JOIN crt.stores t ON t.id = c.store_id
  LEFT JOIN message m ON m.store_id = c.store_id AND m.sale = c.sale AND m.id = c.id
  LEFT JOIN crt.campaigns g ON g.store_id = m.store_id AND g.id = m.campaign_id
 GROUP BY t.slug, s.currency, m.campaign_id, g.name, m.step_index, m.channel
 ORDER BY t.slug, s.currency, g.name NULLS LAST, m.step_index, m.channel;
