-- $1 slug, $2 organization, $3 platform, $4 name, $5 url, $6 currency, $7 locale, $8 timezone, $9 settings, $10 now,
-- $11 status; null, and an omitted setting, change nothing
-- one row when the store was added or changed, else none
-- columns: added
INSERT INTO crt.stores AS s (id, organization_id, slug, platform, store_name, store_url, currency, locale, timezone,
    settings, created_at, updated_at, sync_status)
VALUES (crt.derived_uuid('store' || $1), crt.derived_uuid('organization' || $2), $1, $3::crt.platform, $4, $5, $6,
    coalesce($7, 'en'), coalesce($8, 'UTC'), $9::jsonb, $10::timestamptz, $10::timestamptz,
    coalesce($11::crt.sync_status, 'ACTIVE'))
ON CONFLICT (slug) DO UPDATE SET
    platform = excluded.platform, store_name = excluded.store_name, store_url = excluded.store_url,
    currency = excluded.currency, locale = coalesce($7, s.locale), timezone = coalesce($8, s.timezone),
    settings = s.settings || excluded.settings, sync_status = coalesce($11, s.sync_status),
    updated_at = excluded.updated_at
WHERE (s.platform, s.store_name, s.store_url, s.currency, s.locale, s.timezone, s.settings, s.sync_status)
    IS DISTINCT FROM (excluded.platform, excluded.store_name, excluded.store_url, excluded.currency,
        coalesce($7, s.locale), coalesce($8, s.timezone), s.settings || excluded.settings, coalesce($11, s.sync_status))
RETURNING xmax = 0 AS added;
