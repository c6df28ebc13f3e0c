-- $1 store, $2 before this time, $3 rows at most (null: count all, delete none)
-- one row: the number of closed privacy requests that lose their content; the proof of their times stays
-- columns: rows
WITH old AS (
    SELECT q.id FROM crt.privacy_requests q
     WHERE q.store_id = $1::uuid AND q.closed_at < $2::timestamptz AND q.payload <> '' LIMIT $3::bigint),
gone AS (
    UPDATE crt.privacy_requests q SET payload = '' FROM old o
     WHERE $3::bigint IS NOT NULL AND q.store_id = $1::uuid AND q.id = o.id)
SELECT count(*) AS rows FROM old;
