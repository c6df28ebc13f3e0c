-- $1 store
-- at most one row: its sealed credentials and its sealed webhook secrets
SELECT api_credentials, webhook_secret FROM crt.stores WHERE id = $1::uuid;
