-- no parameters
-- one row per store, including paused ones, since they also receive opt-outs; credentials and secrets are encrypted
-- columns: id slug platform api_credentials webhook_secret updated_at store_name store_url color hooks_url
SELECT id, slug, lower(platform::text) AS platform, api_credentials, webhook_secret, updated_at, store_name, store_url,
       settings ->> 'color' AS color, settings ->> 'hooks_url' AS hooks_url
  FROM crt.stores;
