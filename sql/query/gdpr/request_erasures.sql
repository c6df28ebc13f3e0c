-- $1 stores
-- one row per open request to erase a person, the first that is due first
-- columns: id store_id payload
SELECT id, store_id, payload FROM crt.privacy_requests
 WHERE store_id = ANY ($1::uuid[]) AND kind = 'erase' AND closed_at IS NULL ORDER BY due_at, id;
