-- $1 slugs, null for all
-- a row a store: id, organization, slug, name, url, currency, locale, timezone, platform, settings
SELECT id, organization_id, slug, store_name, store_url, currency, locale, timezone, lower(platform::text), settings
  FROM crt.stores
 WHERE ($1::text[] IS NULL OR slug = ANY ($1)) AND sync_status <> 'PAUSED'
 ORDER BY slug;
