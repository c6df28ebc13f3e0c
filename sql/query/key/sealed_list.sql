-- no parameters
-- one row per store that has encrypted texts; locked until the transaction ends
-- columns: id slug api_credentials webhook_secret
SELECT id, slug, api_credentials, webhook_secret FROM crt.stores
 WHERE api_credentials IS NOT NULL OR webhook_secret IS NOT NULL
 ORDER BY id FOR UPDATE;
