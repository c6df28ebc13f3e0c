-- $1 slug
-- one row if the store exists; credentials and secrets are encrypted
-- columns: id slug organization platform store_url store_name currency locale timezone sync_status orders_seen_at
-- columns: last_sync sync_failures sync_failed_at sync_reason sync_backoff_until hook_seen_at settings api_credentials
-- columns: webhook_secret
SELECT s.id, s.slug, o.slug AS organization, lower(s.platform::text) AS platform, s.store_url, s.store_name, s.currency,
       s.locale, s.timezone, s.sync_status, s.orders_seen_at, s.last_sync, s.sync_failures, s.sync_failed_at, s.sync_reason,
       s.sync_backoff_until, s.hook_seen_at, s.settings,
       s.api_credentials, s.webhook_secret
  FROM crt.stores s JOIN crt.organizations o ON o.id = s.organization_id
 WHERE s.slug = $1;
