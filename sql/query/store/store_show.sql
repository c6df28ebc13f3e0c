-- $1 slug
-- a row when there is such a store: id, slug, organization, platform, url, name, currency, locale, timezone, status,
-- orders seen, last sync, failures, the last failure, its reason, rests until, last webhook,
-- settings, sealed credentials, sealed webhook secrets
SELECT s.id, s.slug, o.slug, lower(s.platform::text), s.store_url, s.store_name, s.currency, s.locale, s.timezone,
       s.sync_status, s.orders_seen_at, s.last_sync, s.sync_failures, s.sync_failed_at, s.sync_reason,
       s.sync_backoff_until, s.hook_seen_at, s.settings,
       s.api_credentials, s.webhook_secret
  FROM crt.stores s JOIN crt.organizations o ON o.id = s.organization_id
 WHERE s.slug = $1;
