-- $1 stores, $2 whether those with a final response too, $3 at most, $4 the last id of the previous page or null
-- one row per erasure that a provider must do, by id, oldest first
-- columns: id store provider state attempts response created_at responded_at
SELECT c.id, s.slug AS store, c.provider, c.state, c.attempts, c.response, c.created_at, c.responded_at
  FROM crt.erasure_calls c JOIN crt.stores s ON s.id = c.store_id
 WHERE c.store_id = ANY ($1::uuid[]) AND ($2::boolean OR c.state = 'waiting') AND ($4::uuid IS NULL OR c.id > $4::uuid)
 ORDER BY c.id LIMIT $3::bigint;
