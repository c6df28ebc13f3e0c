-- $1 store, $2 carts
-- one row per existing cart; value in minor units
-- columns: id stamp empty value currency
SELECT id, stamp, items_count IS NOT DISTINCT FROM 0 AS empty, value, currency
  FROM crt.carts WHERE store_id = $1::uuid AND id = ANY ($2::uuid[]);
