-- $1 stores, $2 since, $3 until, $4 campaign, variant, step, channel, or day
-- one row per store, campaign (null: carts that none took), and what $4 names, with figures of the whole days of the
-- stores from since to until. By step and channel only messages count; their sum has no currency
-- columns: store campaign date variant step channel currency abandoned mailable sent delivered clicked recovered
-- columns: recovered_sent unknown net refunded messages messages_delivered messages_opened messages_clicked
-- columns: messages_bounced messages_complained messages_unsubscribed messages_skipped messages_failed tax shipping goods goods_unknown
SELECT s.slug AS store, g.name AS campaign, CASE WHEN $4 = 'day' THEN a.date END AS date,
       CASE WHEN $4 = 'variant' THEN a.variant END AS variant,
       CASE WHEN $4 = 'step' THEN a.step_index + 1 END AS step, CASE WHEN $4 IN ('step', 'channel') THEN a.channel END AS channel,
       CASE WHEN $4 IN ('campaign', 'variant', 'day') THEN a.currency END AS currency,
       sum(a.carts_abandoned) AS abandoned, sum(a.carts_mailable) AS mailable, sum(a.campaigns_sent) AS sent,
       sum(a.carts_delivered) AS delivered, sum(a.carts_clicked) AS clicked, sum(a.carts_recovered) AS recovered,
       sum(a.carts_recovered_sent) AS recovered_sent, sum(a.revenue_unknown) AS unknown, sum(a.revenue_gross - a.revenue_refunded) AS net,
       sum(a.revenue_refunded) AS refunded, sum(a.messages_sent) AS messages, sum(a.messages_delivered) AS messages_delivered,
       sum(a.messages_opened) AS messages_opened, sum(a.messages_clicked) AS messages_clicked, sum(a.messages_bounced) AS messages_bounced,
       sum(a.messages_complained) AS messages_complained, sum(a.messages_unsubscribed) AS messages_unsubscribed,
       sum(a.messages_skipped) AS messages_skipped, sum(a.messages_failed) AS messages_failed,
       sum(a.revenue_tax) AS tax, sum(a.revenue_shipping) AS shipping, sum(a.revenue_goods) AS goods, sum(a.goods_unknown) AS goods_unknown
  FROM crt.analytics a
  JOIN crt.stores s ON s.id = a.store_id
  LEFT JOIN crt.campaigns g ON g.store_id = a.store_id AND g.id = a.campaign_id
 WHERE a.store_id = ANY ($1::uuid[]) AND a.date >= ($2::timestamptz AT TIME ZONE s.timezone)::date
   AND a.date <= (($3::timestamptz - interval '1 microsecond') AT TIME ZONE s.timezone)::date
   AND ($4 NOT IN ('step', 'channel') OR a.channel IS NOT NULL)
 GROUP BY s.slug, a.campaign_id, g.name, 3, 4, 5, 6, 7
 ORDER BY s.slug, g.name NULLS LAST, 3, 4 NULLS FIRST, 5, 6, 7;
