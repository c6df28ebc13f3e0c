-- $1 stores, $2 ids, $3 how the identity was checked
-- the number of open requests
UPDATE crt.privacy_requests SET identity = $3
 WHERE store_id = ANY ($1::uuid[]) AND id = ANY ($2::uuid[]) AND closed_at IS NULL;
