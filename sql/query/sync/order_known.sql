-- $1 store, $2 orders
-- a row an order that is there: its id, stamp, status, total and refund in minor units, currency
SELECT id, stamp, status, total, refunded, currency
  FROM crt.orders WHERE store_id = $1::uuid AND id = ANY ($2::uuid[]);
