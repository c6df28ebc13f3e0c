-- $1 store, $2 how many
-- a row a thing that was named without its content, oldest wish first: endpoint, id at the platform, when it was wanted
SELECT endpoint, external_id, wanted_at FROM crt.fetches
 WHERE store_id = $1::uuid ORDER BY wanted_at, endpoint, external_id LIMIT $2::int;
