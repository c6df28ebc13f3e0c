-- $1 store, $2 now, $3 true: count every day again
-- the number of days that are now open; every day is open if the store has no figures or another time zone
WITH store AS (SELECT id, timezone FROM crt.stores WHERE id = $1::uuid),
known AS (
    INSERT INTO crt.rollups AS r (store_id, timezone, rolled_at) SELECT id, timezone, $2::timestamptz FROM store
    ON CONFLICT (store_id) DO UPDATE SET timezone = excluded.timezone, rolled_at = excluded.rolled_at),
every AS (
    SELECT s.id, s.timezone FROM store s
     WHERE $3::boolean OR NOT EXISTS (SELECT FROM crt.rollups r WHERE r.store_id = s.id AND r.timezone = s.timezone)),
change AS (DELETE FROM crt.rollup_changes WHERE store_id = $1::uuid RETURNING what, id, at),
message AS (
    SELECT m.episode_id FROM (SELECT DISTINCT id FROM change WHERE what = 'message') x
      JOIN crt.messages m ON m.store_id = $1::uuid AND m.id = x.id),
touched AS (
    SELECT at FROM change WHERE what = 'episode'
    UNION SELECT a.abandoned_at FROM (SELECT DISTINCT episode_id FROM message) x
            JOIN crt.abandoned_carts a ON a.store_id = $1::uuid AND a.id = x.episode_id
    UNION SELECT a.abandoned_at FROM (SELECT DISTINCT id FROM change WHERE what = 'order') x
            JOIN crt.abandoned_carts a ON a.store_id = $1::uuid AND a.order_id = x.id)
INSERT INTO crt.rollup_days (store_id, date)
SELECT s.id, (t.at AT TIME ZONE s.timezone)::date FROM store s CROSS JOIN touched t
UNION SELECT e.id, (a.abandoned_at AT TIME ZONE e.timezone)::date FROM every e JOIN crt.abandoned_carts a ON a.store_id = e.id
UNION SELECT e.id, g.date FROM every e JOIN crt.analytics g ON g.store_id = e.id
    ON CONFLICT DO NOTHING;
