-- $1 stores
-- one row per order
-- columns: store id external_id number customer_id status platform_status total refunded currency test placed_at
-- columns: created_at tax shipping
SELECT s.slug AS store, t.id, t.external_id, t.number, t.customer_id, t.status, t.platform_status, crt.decimal(t.total, t.currency)
       AS total, crt.decimal(t.refunded, t.currency) AS refunded, t.currency, t.test, t.placed_at, t.created_at,
       crt.decimal(t.tax, t.currency) AS tax, crt.decimal(t.shipping, t.currency) AS shipping
  FROM crt.orders t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
