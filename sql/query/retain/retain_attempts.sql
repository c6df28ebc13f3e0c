-- $1 null, $2 before this time, $3 rows at most (null: count all, delete none)
-- one row: the number of attempts to sign in
-- columns: rows
WITH old AS (
    SELECT s.ctid AS place FROM crt.sign_ins s WHERE $1::uuid IS NULL AND s.at < $2::timestamptz LIMIT $3::bigint),
gone AS (DELETE FROM crt.sign_ins s USING old o WHERE $3::bigint IS NOT NULL AND s.ctid = o.place)
SELECT count(*) AS rows FROM old;
