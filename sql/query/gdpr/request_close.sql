-- $1 stores, $2 ids, $3 now, $4 whether what was requested is deleted too
-- the number of requests that were open
UPDATE crt.privacy_requests SET closed_at = $3::timestamptz, keys = '{}', payload = CASE WHEN $4::boolean THEN '' ELSE payload END
 WHERE store_id = ANY ($1::uuid[]) AND id = ANY ($2::uuid[]) AND closed_at IS NULL;
