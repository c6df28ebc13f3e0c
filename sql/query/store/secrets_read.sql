-- $1 store
-- at most one row; both are encrypted
-- columns: api_credentials webhook_secret
SELECT api_credentials, webhook_secret FROM crt.stores WHERE id = $1::uuid;
