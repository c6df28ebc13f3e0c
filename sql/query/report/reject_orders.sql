-- $1 stores
-- one row per store with rejected orders that are not resolved: their number, and the time of the first
-- columns: store_id orders since
SELECT r.store_id, count(*) AS orders, min(r.created_at) AS since FROM crt.rejects r
 WHERE r.store_id = ANY ($1::uuid[]) AND r.is_order AND r.dropped_at IS NULL
 GROUP BY r.store_id ORDER BY min(r.created_at), r.store_id;
