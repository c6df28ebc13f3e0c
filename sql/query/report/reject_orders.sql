-- $1 stores
-- a row a store of which orders were rejected and are not resolved: its id, how many, since when
SELECT r.store_id, count(*), min(r.created_at) FROM crt.rejects r
 WHERE r.store_id = ANY ($1::uuid[]) AND r.is_order AND r.dropped_at IS NULL
 GROUP BY r.store_id ORDER BY min(r.created_at), r.store_id;
