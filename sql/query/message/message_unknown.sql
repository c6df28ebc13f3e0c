-- $1 stores, $2 provider or null for all
-- one row per message whose hand-off is uncertain, oldest first
-- columns: store_id id provider not_before updated_at attempts episode_id
SELECT store_id, id, provider, not_before, updated_at, attempts, episode_id FROM crt.messages
 WHERE store_id = ANY ($1::uuid[]) AND status = 'UNKNOWN' AND ($2::text IS NULL OR provider = $2)
 ORDER BY updated_at, id;
