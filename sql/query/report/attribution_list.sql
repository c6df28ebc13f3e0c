-- $1 stores, $2 since, $3 until, $4 click window, $5 open window, $6 view window (null: no view-through) (intervals),
-- $7 half-life in seconds, $8 revenue or goods in minor units, or recoveries in millionths, $9 currency to convert to
-- (null: none), $10 dates, $11 currencies, $12 rates of them to $9 (arrays of the same length), $13 click window and
-- $14 view window of text messages, $15 models and $16 their windows for clicks and opens (arrays of the same length)
-- one row per store, currency, campaign, step, and channel with a part of orders, by each model; the row without a
-- campaign has the orders that no message led to. A message counts once, at its last counted touch, which is after
-- the abandonment and before the order. Revenue is net of refunds. An order that recovers several carts counts
-- once, in the period of the last of them, with the touches of all of them. Parts are integers: the rest goes to the
-- largest remainders, so they add up
-- columns: store currency campaign step channel last_click last_touch any_touch linear position time_decay view_through
WITH model AS (
    SELECT m.model, o.span
      FROM unnest(ARRAY['last_click', 'last_touch', 'any_touch', 'linear', 'position', 'time_decay', 'view_through']) AS m (model)
      LEFT JOIN unnest($15::text[], $16::interval[]) AS o (model, span) ON o.model = m.model),
rate AS MATERIALIZED (    -- from its date until the next one of the currency
    SELECT code, rate, daterange(date, lead(date) OVER (PARTITION BY code ORDER BY date)) AS days
      FROM unnest($10::date[], $11::text[], $12::numeric[]) AS r (date, code, rate)),
won AS MATERIALIZED (
    SELECT v.store_id, v.episode_id, coalesce(v.order_id, v.episode_id) AS sale, v.abandoned_at, v.recovered_at,
           CASE WHEN r.rate IS NULL THEN v.paid_in ELSE $9 END AS currency,
           CASE WHEN r.rate IS NULL THEN p.net ELSE round(p.net * r.rate * power(10.0, t.exponent - f.exponent))::bigint END AS net
      FROM crt.outcomes v
      JOIN crt.stores s ON s.id = v.store_id
     CROSS JOIN LATERAL (SELECT CASE WHEN $8 = 'goods' THEN v.goods ELSE v.gross - v.refunded END AS net) p
      LEFT JOIN rate r ON r.code = v.paid_in AND v.paid_in <> $9 AND r.days @> (v.recovered_at AT TIME ZONE s.timezone)::date
      LEFT JOIN crt.currencies f ON f.code = v.paid_in
      LEFT JOIN crt.currencies t ON t.code = $9
     WHERE v.store_id = ANY ($1::uuid[]) AND v.abandoned_at >= $2::timestamptz AND v.abandoned_at < $3::timestamptz
       AND v.recovered AND NOT v.shared),
cart AS MATERIALIZED (
    SELECT store_id, episode_id, sale, abandoned_at, recovered_at, currency, net FROM won
    UNION ALL
    SELECT w.store_id, v.episode_id, w.sale, v.abandoned_at, v.recovered_at, w.currency, w.net
      FROM won w JOIN crt.outcomes v ON v.store_id = w.store_id AND v.order_id = w.sale AND v.recovered AND v.shared),
message AS MATERIALIZED (    -- of each order at least one row, without a message if there is none
    SELECT w.store_id, w.sale, w.currency, CASE WHEN $8 = 'recoveries' THEN 1000000 ELSE w.net END AS amount,
           m.id, m.campaign_id, m.step_index, m.channel, w.recovered_at, t.clicked, t.opened,
           CASE WHEN m.sent_at > w.abandoned_at AND m.sent_at < w.recovered_at AND NOT t.bounced AND m.sent_at
                >= w.recovered_at - CASE WHEN m.channel = 'SMS' THEN $14::interval ELSE $6::interval END THEN m.sent_at END AS viewed
      FROM cart w LEFT JOIN crt.messages m ON m.store_id = w.store_id AND m.episode_id = w.episode_id
     CROSS JOIN LATERAL (
        SELECT max(x.time) FILTER (WHERE x.kind = 'clicked') AS clicked, max(x.time) FILTER (WHERE x.kind = 'opened') AS opened,
               count(*) FILTER (WHERE x.kind IN ('bounced', 'failed')) > 0 AS bounced
          FROM crt.touches x WHERE x.store_id = m.store_id AND x.message_id = m.id
           AND (x.kind IN ('bounced', 'failed') OR NOT x.machine AND x.time > w.abandoned_at AND x.time < w.recovered_at)) t),
touch AS MATERIALIZED (    -- of each model, in its windows
    SELECT g.model, m.store_id, m.sale, m.currency, m.amount, m.id, m.campaign_id, m.step_index, m.channel, m.viewed,
           greatest(CASE WHEN m.clicked >= m.recovered_at - coalesce(g.span, CASE WHEN m.channel = 'SMS' THEN $13::interval
                         ELSE $4::interval END) THEN m.clicked END,
                    CASE WHEN m.opened >= m.recovered_at - coalesce(g.span, $5::interval) AND g.model <> 'last_click'
                         THEN m.opened END) AS touched
      FROM message m JOIN model g ON m.clicked IS NOT NULL OR m.opened IS NOT NULL
        OR (g.model = 'view_through' AND m.viewed IS NOT NULL)),
placed AS (
    SELECT *, row_number() OVER first AS place, row_number() OVER last AS back, count(*) OVER whole AS k, max(touched) OVER whole AS latest
      FROM touch WHERE touched IS NOT NULL AND model <> 'view_through'
    WINDOW whole AS (PARTITION BY model, store_id, sale), first AS (PARTITION BY model, store_id, sale ORDER BY touched, id),
           last AS (PARTITION BY model, store_id, sale ORDER BY touched DESC, id DESC)),
weighed AS (
    SELECT p.model, store_id, sale, currency, amount, id, campaign_id, step_index, channel, touched AS at, m.weight::numeric AS weight
      FROM placed p JOIN LATERAL (VALUES ('last_click', (back = 1)::int), ('last_touch', (back = 1)::int), ('linear', 1),
           ('position', CASE WHEN k < 3 THEN 1 WHEN place = 1 OR back = 1 THEN 40 * (k - 2) ELSE 20 END),
           ('time_decay', round(1000000000 * power(2.0, -extract(epoch FROM latest - touched) / $7::numeric)))) m (model, weight)
        ON m.model = p.model
     WHERE m.weight > 0
    UNION ALL SELECT * FROM (SELECT DISTINCT ON (store_id, sale) model, store_id, sale, currency, amount, id, campaign_id, step_index,
                     channel, coalesce(touched, viewed), 1::numeric
                FROM touch WHERE model = 'view_through' AND coalesce(touched, viewed) IS NOT NULL AND $6 IS NOT NULL
               ORDER BY store_id, sale, touched DESC NULLS LAST, viewed DESC, id DESC) x),
floored AS (
    SELECT w.*, floor(amount * weight / sum(weight) OVER sold) AS part,
           amount * weight / sum(weight) OVER sold - floor(amount * weight / sum(weight) OVER sold) AS remainder
      FROM weighed w WINDOW sold AS (PARTITION BY model, store_id, sale)),
credited AS (
    SELECT model, store_id, currency, campaign_id, step_index, channel,
           part + (row_number() OVER rest <= amount - sum(part) OVER sold)::int AS part
      FROM floored WINDOW sold AS (PARTITION BY model, store_id, sale),
           rest AS (PARTITION BY model, store_id, sale ORDER BY remainder DESC, at, id)
    UNION ALL SELECT model, store_id, currency, campaign_id, step_index, channel, amount FROM placed WHERE model = 'any_touch'
    UNION ALL SELECT g.model, s.store_id, s.currency, NULL, NULL, NULL, s.amount
      FROM (SELECT store_id, sale, min(currency) AS currency, min(amount) AS amount FROM message GROUP BY store_id, sale) s
      JOIN model g ON g.model <> 'view_through' OR $6 IS NOT NULL
      LEFT JOIN (SELECT DISTINCT model, store_id, sale
                   FROM touch WHERE touched IS NOT NULL OR (model = 'view_through' AND viewed IS NOT NULL)) l
        ON l.model = g.model AND l.store_id = s.store_id AND l.sale = s.sale
     WHERE l.model IS NULL)
SELECT t.slug AS store, c.currency, g.name AS campaign, c.step_index + 1 AS step, c.channel,
       sum(c.part) FILTER (WHERE c.model = 'last_click')::bigint AS last_click,
       sum(c.part) FILTER (WHERE c.model = 'last_touch')::bigint AS last_touch,
       sum(c.part) FILTER (WHERE c.model = 'any_touch')::bigint AS any_touch,
       sum(c.part) FILTER (WHERE c.model = 'linear')::bigint AS linear,
       sum(c.part) FILTER (WHERE c.model = 'position')::bigint AS position,
       sum(c.part) FILTER (WHERE c.model = 'time_decay')::bigint AS time_decay,
       sum(c.part) FILTER (WHERE c.model = 'view_through')::bigint AS view_through
  FROM credited c
  JOIN crt.stores t ON t.id = c.store_id
  LEFT JOIN crt.campaigns g ON g.store_id = c.store_id AND g.id = c.campaign_id
 GROUP BY t.slug, c.currency, c.campaign_id, g.name, c.step_index, c.channel
 ORDER BY t.slug, c.currency, g.name NULLS LAST, c.step_index, c.channel;
