-- no parameters
-- a row a store that trusts us with something: id, sealed credentials, sealed webhook secrets; locked until the
-- transaction ends
SELECT id, api_credentials, webhook_secret FROM crt.stores
 WHERE api_credentials IS NOT NULL OR webhook_secret IS NOT NULL
 ORDER BY id FOR UPDATE;
