-- $1 slugs, null for all, $2 whether paused ones too
-- a row a store: id, organization, slug, name, url, currency, locale, timezone, platform, settings, paused, last webhook
SELECT id, organization_id, slug, store_name, store_url, currency, locale, timezone, lower(platform::text), settings,
       sync_status = 'PAUSED', hook_seen_at
  FROM crt.stores
 WHERE ($1::text[] IS NULL OR slug = ANY ($1)) AND (sync_status <> 'PAUSED' OR $2::boolean)
 ORDER BY slug;
