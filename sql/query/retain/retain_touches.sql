-- $1 store, $2 before this time, $3 rows at most (null: count all, delete none)
-- one row: the number of touches of messages whose episodes are closed. The daily figures stay: the roll-up counts
-- no touches on the days that began before
-- columns: rows
WITH old AS (
    SELECT t.id FROM crt.touches t
     WHERE t.store_id = $1::uuid AND t.time < $2::timestamptz AND NOT EXISTS (
               SELECT FROM crt.messages m JOIN crt.abandoned_carts a ON a.store_id = m.store_id AND a.id = m.episode_id
                WHERE m.store_id = $1::uuid AND m.id = t.message_id AND a.state = 'OPEN')
     LIMIT $3::bigint),
since AS (
    UPDATE crt.rollups SET touches_since = greatest(touches_since, $2::timestamptz)
     WHERE store_id = $1::uuid AND $3::bigint IS NOT NULL AND EXISTS (SELECT FROM old)),
gone AS (DELETE FROM crt.touches t USING old o WHERE $3::bigint IS NOT NULL AND t.store_id = $1::uuid AND t.id = o.id)
SELECT count(*) AS rows FROM old;
