-- $1 store, $2 before this time, $3 rows at most (null: count all, delete none)
-- one row: the number of stored records; the emptied ones of erased people stay, so that nothing restores them (P7)
-- columns: rows
WITH old AS (
    SELECT e.time, e.id FROM crt.events e
     WHERE e.store_id = $1::uuid AND e.time < $2::timestamptz AND e.received_at < $2::timestamptz AND e.payload <> ''
     ORDER BY e.time LIMIT $3::bigint),
gone AS (
    DELETE FROM crt.events e USING old o
     WHERE $3::bigint IS NOT NULL AND e.time = o.time AND e.store_id = $1::uuid AND e.id = o.id)
SELECT count(*) AS rows FROM old;
