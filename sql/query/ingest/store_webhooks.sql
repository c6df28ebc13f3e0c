-- no parameters
-- a row a store, also of those that are paused, since opt-outs come to them too; credentials and secrets are sealed
-- columns: id slug platform api_credentials webhook_secret updated_at
SELECT id, slug, lower(platform::text) AS platform, api_credentials, webhook_secret, updated_at
  FROM crt.stores;
