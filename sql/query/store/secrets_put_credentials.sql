-- $1 store, $2 sealed credentials, $3 now
-- returns nothing; an unknown store changes nothing
UPDATE crt.stores SET api_credentials = $2, updated_at = $3::timestamptz WHERE id = $1::uuid;
