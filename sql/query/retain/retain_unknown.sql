-- $1 null, $2 before this time, $3 rows at most (null: count all, delete none)
-- one row: the number of rejected lines without a store; one that may be an order stays (P1)
-- columns: rows
WITH old AS (
    SELECT j.id FROM crt.rejects j WHERE j.store_id IS NOT DISTINCT FROM $1::uuid AND j.created_at < $2::timestamptz AND NOT j.is_order
     ORDER BY j.created_at LIMIT $3::bigint),
gone AS (DELETE FROM crt.rejects j USING old o WHERE $3::bigint IS NOT NULL AND j.id = o.id)
SELECT count(*) AS rows FROM old;
