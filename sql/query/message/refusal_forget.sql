-- $1 stores, $2 time
-- the number of refusals from before that time that are forgotten
DELETE FROM crt.refusals WHERE store_id = ANY ($1::uuid[]) AND refused_at < $2::timestamptz;
