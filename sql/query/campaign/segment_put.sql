-- $1 store, $2 name, $3 source, $4 conditions, $5 now
-- one row: whether it is new, and the parts that changed ("" for none); an identical file changes nothing
-- columns: is_new parts
WITH was AS (
    SELECT * FROM crt.segments WHERE store_id = $1::uuid AND name = $2 FOR UPDATE),
differs AS (
    SELECT concat_ws(', ', CASE WHEN conditions <> $4::jsonb THEN 'conditions' END, CASE WHEN source <> $3 THEN 'source' END) AS parts
      FROM was),
put AS (
    INSERT INTO crt.segments AS s (store_id, name, source, conditions, created_at, updated_at)
    SELECT $1::uuid, $2, $3, $4::jsonb, $5::timestamptz, $5::timestamptz
     WHERE NOT EXISTS (SELECT FROM differs WHERE parts = '')
    ON CONFLICT (store_id, name) DO UPDATE SET source = excluded.source, conditions = excluded.conditions,
        updated_at = excluded.updated_at)
SELECT NOT EXISTS (SELECT FROM was) AS is_new, coalesce((SELECT parts FROM differs), '') AS parts;
