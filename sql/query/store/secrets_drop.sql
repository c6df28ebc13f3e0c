-- $1 store, $2 its sealed credentials or null, $3 its sealed webhook secrets or null
-- returns nothing; what is null is deleted
UPDATE crt.stores SET api_credentials = $2, webhook_secret = $3 WHERE id = $1::uuid;
