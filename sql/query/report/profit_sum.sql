-- $1 stores, $2 since, $3 until, $4 stores (null: any), $5 SKUs, and $6 costs of one unit in the store's currency (arrays of the
-- same length); a product without one of these has the cost that its item in the cart has
-- one row per store, campaign, and currency: messages that were sent, in the row of the store's currency; carts that were
-- recovered after a message, the revenue of their orders net of refunds, and what a coupon of the messages took off these
-- orders, calculated from their totals. basis: goods, or the revenue of an order whose tax or shipping is unknown, before the
-- coupon; basis_costed is its part for orders whose carts have a cost and a price for every item, and costs what these goods
-- cost: the costs of the cart's items, times the part of their prices that was paid for.  Prices may include tax: the basis,
-- with tax or without, that is nearer to their sum is compared with it
-- columns: store campaign currency messages mails texts recovered revenue coupons goods goods_unknown basis basis_costed costs
-- columns: costs_unknown
WITH given AS MATERIALIZED (    -- the last of several; a store of '' is any
    SELECT DISTINCT ON (store, sku) coalesce(c.store, '') AS store, c.sku, c.cost
      FROM unnest($4::text[], $5::text[], $6::numeric[]) WITH ORDINALITY AS c (store, sku, cost, n)
     ORDER BY store, sku, n DESC),
episode AS MATERIALIZED (
    SELECT v.*, n.campaign_id, s.slug, s.currency AS store_currency, m.messages, m.mails, m.texts, m.led
      FROM crt.outcomes v
      JOIN crt.stores s ON s.id = v.store_id
      JOIN crt.enrollments n ON n.store_id = v.store_id AND n.episode_id = v.episode_id
     CROSS JOIN LATERAL (
        SELECT count(*) AS messages, count(*) FILTER (WHERE x.channel = 'EMAIL') AS mails,
               count(*) FILTER (WHERE x.channel = 'SMS') AS texts,
               coalesce(bool_or(x.sent_at > v.abandoned_at AND x.sent_at < v.recovered_at), false) AS led
          FROM crt.messages x WHERE x.store_id = v.store_id AND x.episode_id = v.episode_id AND x.sent_at IS NOT NULL) m
     WHERE v.store_id = ANY ($1::uuid[]) AND v.abandoned_at >= $2::timestamptz AND v.abandoned_at < $3::timestamptz),
item AS MATERIALIZED (     -- an amount without a currency is in that of the cart
    SELECT e.store_id, e.episode_id, e.slug, j.item ->> 'sku' AS sku, coalesce((j.item ->> 'quantity')::numeric, 1) AS n,
           CASE WHEN j.item #>> '{price,currency}' = e.store_currency THEN (j.item #>> '{price,amount}')::numeric END AS price,
           CASE WHEN coalesce(j.item #>> '{cost,currency}', a.currency) = e.store_currency AND k.cost ~ '^\d+(\.\d+)?$'
                THEN k.cost::numeric END AS cost, power(10::numeric, u.exponent) AS minor
      FROM episode e JOIN crt.currencies u ON u.code = e.store_currency
      JOIN crt.abandoned_carts a ON a.store_id = e.store_id AND a.id = e.episode_id
     CROSS JOIN LATERAL jsonb_array_elements(a.items::jsonb) j (item)
     CROSS JOIN LATERAL (SELECT coalesce(j.item #>> '{cost,amount}', j.item ->> 'cost') AS cost) k
     WHERE e.recovered AND e.led AND (cardinality($5::text[]) > 0 OR a.items LIKE '%"cost"%')),
costed AS (
    SELECT i.store_id, i.episode_id, nullif(sum(i.n * i.price * i.minor), 0) AS prices,
           CASE WHEN bool_and(coalesce(o.cost, y.cost, i.cost) IS NOT NULL AND i.price IS NOT NULL)
                THEN sum(i.n * coalesce(o.cost, y.cost, i.cost) * i.minor) END AS cost
      FROM item i
      LEFT JOIN given o ON o.store = i.slug AND o.sku = i.sku
      LEFT JOIN given y ON y.store = '' AND y.sku = i.sku
     GROUP BY 1, 2),
sold AS (
    SELECT e.store_id, e.campaign_id, e.paid_in, e.gross - e.refunded AS net, e.goods, k.prices, k.cost / k.prices AS share,
           coalesce((o.total - o.shipping) / nullif((o.total - o.shipping - o.tax)::numeric, 0), 1) AS taxed,
           coalesce(round((e.gross - c.parts) * c.percent / nullif(100.0 - c.percent, 0)), 0) AS coupon
      FROM episode e
     CROSS JOIN LATERAL (
        SELECT max((x.coupon ->> 'percent')::int) AS percent, max(coalesce(o.tax + o.shipping, 0)) AS parts
          FROM crt.orders o
          JOIN crt.messages x ON x.store_id = o.store_id AND x.episode_id = e.episode_id AND x.sent_at < e.recovered_at
         WHERE o.store_id = e.store_id AND o.id = e.order_id AND EXISTS (
             SELECT FROM jsonb_path_query(o.discount_codes::jsonb, '$.**') v (code)
              WHERE jsonb_typeof(v.code) = 'string' AND lower(v.code #>> '{}') = lower(x.coupon ->> 'code'))) c
      JOIN crt.orders o ON o.store_id = e.store_id AND o.id = e.order_id
      LEFT JOIN costed k ON k.store_id = e.store_id AND k.episode_id = e.episode_id
     WHERE e.recovered AND e.led AND NOT e.shared AND e.gross IS NOT NULL),
paid AS (
    SELECT s.*, b.basis, CASE WHEN abs(b.basis * s.taxed - s.prices) < abs(b.basis - s.prices) THEN s.taxed ELSE 1 END AS priced
      FROM sold s CROSS JOIN LATERAL (SELECT coalesce(s.goods, s.net) + s.coupon AS basis) b),
part AS (
    SELECT store_id, campaign_id, store_currency AS currency, sum(messages) AS messages, sum(mails) AS mails,
           sum(texts) AS texts, 0 AS recovered, 0 AS revenue, 0 AS coupons, 0 AS goods, 0 AS goods_unknown, 0 AS basis,
           0 AS basis_costed, 0 AS costs, 0 AS costs_unknown
      FROM episode GROUP BY 1, 2, 3 HAVING sum(messages) > 0
    UNION ALL
    SELECT store_id, campaign_id, paid_in, 0, 0, 0, count(*), sum(net), sum(coupon), sum(goods), count(*) FILTER (WHERE goods IS NULL),
           sum(basis), coalesce(sum(basis) FILTER (WHERE share IS NOT NULL), 0),
           coalesce(sum(round(basis * priced * share)), 0), count(*) FILTER (WHERE share IS NULL)
      FROM paid GROUP BY 1, 2, 3)
SELECT s.slug AS store, g.name AS campaign, p.currency, sum(p.messages)::bigint AS messages,
       sum(p.mails)::bigint AS mails, sum(p.texts)::bigint AS texts, sum(p.recovered)::bigint AS recovered,
       sum(p.revenue)::bigint AS revenue, sum(p.coupons)::bigint AS coupons,
       sum(p.goods)::bigint AS goods, sum(p.goods_unknown)::bigint AS goods_unknown, sum(p.basis)::bigint AS basis,
       sum(p.basis_costed)::bigint AS basis_costed, sum(p.costs)::bigint AS costs, sum(p.costs_unknown)::bigint AS costs_unknown
  FROM part p
  JOIN crt.stores s ON s.id = p.store_id
  JOIN crt.campaigns g ON g.store_id = p.store_id AND g.id = p.campaign_id
 GROUP BY s.slug, p.campaign_id, g.name, p.currency ORDER BY s.slug, g.name, p.currency;
