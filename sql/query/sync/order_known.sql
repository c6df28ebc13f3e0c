-- $1 store, $2 orders
-- a row an order that is there; total and refund in minor units
-- columns: id stamp status total refunded currency
SELECT id, stamp, status, total, refunded, currency
  FROM crt.orders WHERE store_id = $1::uuid AND id = ANY ($2::uuid[]);
