-- $1 stores, $2 since, $3 until
-- one row per store, campaign, and currency: messages that were sent, in the row of the store's currency; carts that were
-- recovered after a message, the revenue of their orders net of refunds, and what a coupon of the messages took off these
-- orders, calculated from their totals. basis: goods, or the revenue of an order whose tax or shipping is unknown
-- columns: store campaign currency messages mails texts recovered revenue coupons goods goods_unknown basis
WITH episode AS MATERIALIZED (
    SELECT v.*, n.campaign_id, s.currency AS store_currency, m.messages, m.mails, m.texts, m.led
      FROM crt.outcomes v
      JOIN crt.stores s ON s.id = v.store_id
      JOIN crt.enrollments n ON n.store_id = v.store_id AND n.episode_id = v.episode_id
     CROSS JOIN LATERAL (
        SELECT count(*) AS messages, count(*) FILTER (WHERE x.channel = 'EMAIL') AS mails,
               count(*) FILTER (WHERE x.channel = 'SMS') AS texts,
               coalesce(bool_or(x.sent_at > v.abandoned_at AND x.sent_at < v.recovered_at), false) AS led
          FROM crt.messages x WHERE x.store_id = v.store_id AND x.episode_id = v.episode_id AND x.sent_at IS NOT NULL) m
     WHERE v.store_id = ANY ($1::uuid[]) AND v.abandoned_at >= $2::timestamptz AND v.abandoned_at < $3::timestamptz),
sold AS (
    SELECT e.store_id, e.campaign_id, e.paid_in, e.gross, e.gross - e.refunded AS net, e.goods, c.percent, c.parts
      FROM episode e
     CROSS JOIN LATERAL (
        SELECT max((x.coupon ->> 'percent')::int) AS percent, max(coalesce(o.tax + o.shipping, 0)) AS parts
          FROM crt.orders o
          JOIN crt.messages x ON x.store_id = o.store_id AND x.episode_id = e.episode_id AND x.sent_at < e.recovered_at
         WHERE o.store_id = e.store_id AND o.id = e.order_id AND EXISTS (
             SELECT FROM jsonb_path_query(o.discount_codes::jsonb, '$.**') v (code)
              WHERE jsonb_typeof(v.code) = 'string' AND lower(v.code #>> '{}') = lower(x.coupon ->> 'code'))) c
     WHERE e.recovered AND e.led AND NOT e.shared AND e.gross IS NOT NULL),
part AS (
    SELECT store_id, campaign_id, store_currency AS currency, sum(messages) AS messages, sum(mails) AS mails,
           sum(texts) AS texts, 0 AS recovered, 0 AS revenue, 0 AS coupons, 0 AS goods, 0 AS goods_unknown, 0 AS basis
      FROM episode GROUP BY 1, 2, 3 HAVING sum(messages) > 0
    UNION ALL
    SELECT store_id, campaign_id, paid_in, 0, 0, 0, count(*), sum(net),
           coalesce(sum(round((gross - parts) * percent / nullif(100.0 - percent, 0))), 0),
           sum(goods), count(*) FILTER (WHERE goods IS NULL), sum(coalesce(goods, net))
      FROM sold GROUP BY 1, 2, 3)
SELECT s.slug AS store, g.name AS campaign, p.currency, sum(p.messages)::bigint AS messages,
       sum(p.mails)::bigint AS mails, sum(p.texts)::bigint AS texts, sum(p.recovered)::bigint AS recovered,
       sum(p.revenue)::bigint AS revenue, sum(p.coupons)::bigint AS coupons,
       sum(p.goods)::bigint AS goods, sum(p.goods_unknown)::bigint AS goods_unknown, sum(p.basis)::bigint AS basis
  FROM part p
  JOIN crt.stores s ON s.id = p.store_id
  JOIN crt.campaigns g ON g.store_id = p.store_id AND g.id = p.campaign_id
 GROUP BY s.slug, p.campaign_id, g.name, p.currency ORDER BY s.slug, g.name, p.currency;
