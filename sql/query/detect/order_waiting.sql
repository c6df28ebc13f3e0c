-- $1 stores
-- one row: whether there is an order whose consequences have not been drawn
-- columns: waiting
SELECT EXISTS (SELECT FROM crt.orders WHERE store_id = ANY ($1::uuid[]) AND NOT resolved) AS waiting;
