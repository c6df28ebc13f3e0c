-- $1 stores
-- a row a store: its id, when its orders were last looked at completely
SELECT id, orders_seen_at FROM crt.stores WHERE id = ANY ($1::uuid[]) ORDER BY slug;
