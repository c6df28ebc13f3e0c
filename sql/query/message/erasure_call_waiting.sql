-- $1 stores, $2 provider, $3 at most
-- one row per thing that the provider must erase and for which it gave no final response, oldest first
-- columns: store_id id what
SELECT store_id, id, what FROM crt.erasure_calls
 WHERE state = 'waiting' AND store_id = ANY ($1::uuid[]) AND provider = $2
 ORDER BY created_at, id LIMIT $3::int;
