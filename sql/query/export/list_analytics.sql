-- $1 stores
-- one row per store, day, and currency
-- columns: store date currency carts_abandoned campaigns_sent emails_sent sms_sent emails_opened emails_clicked sms_clicked
-- columns: carts_recovered revenue_recovered recovery_rate avg_time_to_recovery created_at
-- columns: revenue_tax revenue_shipping revenue_goods goods_unknown
SELECT s.slug AS store, t.date, t.currency, t.carts_abandoned, t.campaigns_sent, t.emails_sent, t.sms_sent, t.emails_opened,
       t.emails_clicked, t.sms_clicked, t.carts_recovered, t.revenue_recovered, t.recovery_rate, t.avg_time_to_recovery,
       t.created_at, t.revenue_tax, t.revenue_shipping, t.revenue_goods, t.goods_unknown
  FROM crt.v_analytics t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.date, t.currency;
