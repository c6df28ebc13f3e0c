-- $1 ids or null for all, $2 stores or null for all, including those without a store, $3 now
-- one row per dropped reject. A polled order's row stays as a mark, since the next poll may find it again.
-- Messages that a dropped order held are checked again at once
-- columns: id
WITH gone AS (
    DELETE FROM crt.rejects
     WHERE ($1::uuid[] IS NULL OR id = ANY ($1::uuid[])) AND ($2::uuid[] IS NULL OR store_id = ANY ($2::uuid[]))
       AND command <> 'crt-sync' RETURNING id, store_id, is_order),
marked AS (
    UPDATE crt.rejects SET dropped_at = $3::timestamptz, bytes = '', reason = 'dropped'
     WHERE ($1::uuid[] IS NULL OR id = ANY ($1::uuid[])) AND ($2::uuid[] IS NULL OR store_id = ANY ($2::uuid[]))
       AND command = 'crt-sync' AND dropped_at IS NULL RETURNING id, store_id, is_order),
dropped AS (SELECT * FROM gone UNION ALL SELECT * FROM marked)
SELECT d.id FROM dropped d
 CROSS JOIN (SELECT crt.wake(ARRAY(SELECT DISTINCT store_id FROM dropped WHERE is_order), 'rejected_order', $3::timestamptz)) w;
