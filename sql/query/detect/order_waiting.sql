-- $1 stores
-- one row: whether an order has not been applied to carts and episodes yet
-- columns: waiting
SELECT EXISTS (SELECT FROM crt.orders WHERE store_id = ANY ($1::uuid[]) AND NOT resolved) AS waiting;
