-- $1 store, $2 how many
-- one row per object to fetch, the longest pending first
-- columns: endpoint external_id wanted_at
SELECT endpoint, external_id, wanted_at FROM crt.fetches
 WHERE store_id = $1::uuid ORDER BY wanted_at, endpoint, external_id LIMIT $2::int;
