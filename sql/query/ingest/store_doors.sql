-- no parameters
-- a row a store that takes deliveries: id, slug, platform, credentials, webhook secrets (both sealed), its last change
SELECT id, slug, lower(platform::text), api_credentials, webhook_secret, updated_at
  FROM crt.stores
 WHERE sync_status <> 'PAUSED';
