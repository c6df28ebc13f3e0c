-- $1 stores, $2 how many ids
-- one row per store with rejected orders that are not resolved: their number, the time of the first,
-- and the first ids
-- columns: store_id orders since first
SELECT r.store_id, count(*) AS orders, min(r.created_at) AS since,
       array_to_string((array_agg(r.id ORDER BY r.created_at, r.id))[1:$2::int], ', ') AS first
  FROM crt.rejects r
 WHERE r.store_id = ANY ($1::uuid[]) AND r.is_order AND r.dropped_at IS NULL
 GROUP BY r.store_id ORDER BY min(r.created_at), r.store_id;
