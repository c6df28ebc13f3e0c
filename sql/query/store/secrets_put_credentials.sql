-- $1 store, $2 sealed credentials, $3 now
-- no answer; a store that is not there changes nothing
UPDATE crt.stores SET api_credentials = $2, updated_at = $3::timestamptz WHERE id = $1::uuid;
