-- $1 stores, $2 time
-- the number of deleted refusals, all older than $2
DELETE FROM crt.refusals WHERE store_id = ANY ($1::uuid[]) AND refused_at < $2::timestamptz;
