-- $1 store, $2 orders
-- one row per existing order; amounts in minor units
-- columns: id stamp status total refunded tax shipping currency
SELECT id, stamp, status, total, refunded, tax, shipping, currency
  FROM crt.orders WHERE store_id = $1::uuid AND id = ANY ($2::uuid[]);
