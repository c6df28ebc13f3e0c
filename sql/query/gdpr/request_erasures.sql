-- $1 stores
-- one row per open request to erase a person, the first that is due first; not those that wait for a check of the identity
-- columns: id store_id payload
SELECT id, store_id, payload FROM crt.privacy_requests
 WHERE store_id = ANY ($1::uuid[]) AND kind = 'erase' AND closed_at IS NULL AND (NOT own OR identity IS NOT NULL) ORDER BY due_at, id;
