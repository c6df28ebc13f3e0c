-- $1 stores, $2 now, $3 true: count every day again
-- one row per store with something to count: its position in $1, from 0; changed: its days must be opened first
-- columns: place changed
WITH known AS (UPDATE crt.rollups r SET rolled_at = $2::timestamptz WHERE r.store_id = ANY ($1::uuid[])),
store AS (
    SELECT s.id, $3::boolean OR EXISTS (SELECT FROM crt.rollup_changes c WHERE c.store_id = s.id)
               OR NOT EXISTS (SELECT FROM crt.rollups r WHERE r.store_id = s.id AND r.timezone = s.timezone) AS changed
      FROM crt.stores s WHERE s.id = ANY ($1::uuid[]))
SELECT array_position($1::uuid[], s.id) - 1 AS place, s.changed
  FROM store s WHERE s.changed OR EXISTS (SELECT FROM crt.rollup_days d WHERE d.store_id = s.id) ORDER BY 1;
