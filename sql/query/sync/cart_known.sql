-- $1 store, $2 carts
-- a row a cart that is there: its id, stamp, whether it is empty, value in minor units, currency
SELECT id, stamp, items_count = 0, value, currency
  FROM crt.carts WHERE store_id = $1::uuid AND id = ANY ($2::uuid[]);
