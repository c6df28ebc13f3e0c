-- $1 stores
-- one row per store, with the time of its last complete order sync
-- columns: id orders_seen_at
SELECT id, orders_seen_at FROM crt.stores WHERE id = ANY ($1::uuid[]) ORDER BY slug;
