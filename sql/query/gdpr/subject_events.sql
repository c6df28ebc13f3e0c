-- $1 store, $2 the earliest time
-- one row per stored record since then, and one per privacy request, whenever it came
-- columns: table_name id time payload
SELECT 'events' AS table_name, id, time, payload FROM crt.events WHERE store_id = $1::uuid AND time >= $2::timestamptz AND payload <> ''
UNION ALL
SELECT 'privacy_requests', id, opened_at, payload FROM crt.privacy_requests WHERE store_id = $1::uuid AND payload <> '';
