-- $1 stores, $2 a sender
-- one row per message in flight with this sender, oldest first
-- columns: +message_unknown
SELECT store_id, id, provider, not_before, updated_at, attempts, episode_id FROM crt.messages
 WHERE store_id = ANY ($1::uuid[]) AND status = 'SENDING' AND claimed_by = $2::bigint
 ORDER BY updated_at, id;
