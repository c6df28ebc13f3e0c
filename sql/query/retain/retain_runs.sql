-- $1 null, $2 before this time, $3 rows at most (null: count all, delete none)
-- one row: the number of ended runs that a later successful one of the same command follows (P12 needs that one)
-- columns: rows
WITH old AS (
    SELECT r.id FROM crt.runs r
     WHERE $1::uuid IS NULL AND r.ended_at < $2::timestamptz AND EXISTS (
               SELECT FROM crt.runs l WHERE l.command = r.command AND l.started_at > r.started_at AND l.exit IN (0, 3))
     LIMIT $3::bigint),
gone AS (DELETE FROM crt.runs r USING old o WHERE $3::bigint IS NOT NULL AND r.id = o.id)
SELECT count(*) AS rows FROM old;
