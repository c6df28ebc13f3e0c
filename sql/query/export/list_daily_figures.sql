-- $1 stores
-- one row per store, day, campaign, variant, step, channel, and currency: what the rows of analytics are sums of
-- columns: store date campaign variant step_index channel currency carts_abandoned carts_mailable campaigns_sent
-- columns: carts_delivered carts_clicked carts_recovered carts_recovered_sent revenue_unknown revenue_gross revenue_refunded
-- columns: revenue_tax revenue_shipping revenue_goods goods_unknown recovery_seconds messages_sent messages_delivered
-- columns: messages_opened messages_clicked messages_bounced messages_complained messages_unsubscribed messages_skipped
-- columns: messages_failed created_at
SELECT s.slug AS store, t.date, g.name AS campaign, t.variant, t.step_index + 1 AS step_index, t.channel, t.currency,
       t.carts_abandoned, t.carts_mailable, t.campaigns_sent, t.carts_delivered, t.carts_clicked, t.carts_recovered,
       t.carts_recovered_sent, t.revenue_unknown, crt.decimal(t.revenue_gross, t.currency) AS revenue_gross,
       crt.decimal(t.revenue_refunded, t.currency) AS revenue_refunded, crt.decimal(t.revenue_tax, t.currency) AS revenue_tax,
       crt.decimal(t.revenue_shipping, t.currency) AS revenue_shipping,
       crt.decimal(t.revenue_goods, t.currency) AS revenue_goods, t.goods_unknown, t.recovery_seconds, t.messages_sent,
       t.messages_delivered, t.messages_opened, t.messages_clicked, t.messages_bounced, t.messages_complained,
       t.messages_unsubscribed, t.messages_skipped, t.messages_failed, t.created_at
  FROM crt.analytics t JOIN crt.stores s ON s.id = t.store_id
  LEFT JOIN crt.campaigns g ON g.store_id = t.store_id AND g.id = t.campaign_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.date, g.name COLLATE "C", t.variant, t.step_index, t.channel, t.currency;
