-- $1 stores
-- a row a store, and when its orders were last looked at completely
-- columns: id orders_seen_at
SELECT id, orders_seen_at FROM crt.stores WHERE id = ANY ($1::uuid[]) ORDER BY slug;
