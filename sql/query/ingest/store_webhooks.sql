-- no parameters
-- a row a store, also of those that are paused, since opt-outs come to them too:
-- id, slug, platform, credentials, webhook secrets (both sealed), its last change
SELECT id, slug, lower(platform::text), api_credentials, webhook_secret, updated_at
  FROM crt.stores;
