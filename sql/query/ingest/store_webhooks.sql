-- no parameters
-- one row per store, including paused ones, since they also receive opt-outs; credentials and secrets are encrypted
-- columns: id slug platform api_credentials webhook_secret updated_at store_name store_url color
SELECT id, slug, lower(platform::text) AS platform, api_credentials, webhook_secret, updated_at, store_name, store_url,
       settings ->> 'color' AS color
  FROM crt.stores;
