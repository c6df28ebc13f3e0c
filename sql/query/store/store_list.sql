-- $1 slugs, null for all, $2 whether paused ones too, $3 whether the canary's too, if all are meant
-- one row per store
-- columns: id organization_id slug store_name store_url currency locale timezone platform settings paused
-- columns: hook_seen_at
SELECT id, organization_id, slug, store_name, store_url, currency, locale, timezone, lower(platform::text) AS platform, settings,
       sync_status = 'PAUSED' AS paused, hook_seen_at
  FROM crt.stores
 WHERE CASE WHEN $1::text[] IS NULL THEN slug <> 'crt-canary' OR $3::boolean ELSE slug = ANY ($1) END
   AND (sync_status <> 'PAUSED' OR $2::boolean)
 ORDER BY slug;
