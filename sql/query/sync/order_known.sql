-- $1 store, $2 orders
-- one row per existing order; total and refund in minor units
-- columns: id stamp status total refunded currency
SELECT id, stamp, status, total, refunded, currency
  FROM crt.orders WHERE store_id = $1::uuid AND id = ANY ($2::uuid[]);
