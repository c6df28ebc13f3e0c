-- $1 store, $2 before this time, $3 rows at most (null: count all, delete none)
-- one row: the number of refusals
-- columns: rows
WITH old AS (
    SELECT f.message_id, f.refused_at FROM crt.refusals f
     WHERE f.store_id = $1::uuid AND f.refused_at < $2::timestamptz ORDER BY f.refused_at LIMIT $3::bigint),
gone AS (
    DELETE FROM crt.refusals f USING old o
     WHERE $3::bigint IS NOT NULL AND f.store_id = $1::uuid AND f.message_id = o.message_id AND f.refused_at = o.refused_at)
SELECT count(*) AS rows FROM old;
