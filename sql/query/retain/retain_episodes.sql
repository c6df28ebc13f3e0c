-- $1 store, $2 before this time, $3 rows at most (null: count all, delete none)
-- one row: the number of closed episodes that lose their items and their link; values, times, and states stay for the figures
-- columns: rows
WITH old AS (
    SELECT a.id FROM crt.abandoned_carts a
     WHERE a.store_id = $1::uuid AND a.abandoned_at < $2::timestamptz AND a.expires_at < $2::timestamptz AND a.state <> 'OPEN'
       AND (a.items IS NOT NULL OR a.url IS NOT NULL)
     ORDER BY a.abandoned_at LIMIT $3::bigint),
gone AS (
    UPDATE crt.abandoned_carts a SET items = NULL, url = NULL FROM old o
     WHERE $3::bigint IS NOT NULL AND a.store_id = $1::uuid AND a.id = o.id)
SELECT count(*) AS rows FROM old;
