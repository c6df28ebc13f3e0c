-- $1 slug, $2 platform, $3 name, $4 url, $5 currency, $6 locale, $7 timezone, $8 settings, $9 now,
-- $10 status; null changes nothing
-- one row if the store was changed; messages that its settings held are checked again at once
-- columns: +store_put
WITH changed AS (
UPDATE crt.stores s SET platform = coalesce($2::crt.platform, s.platform), store_name = coalesce($3, s.store_name),
       store_url = coalesce($4, s.store_url), currency = coalesce($5, s.currency), locale = coalesce($6, s.locale),
       timezone = coalesce($7, s.timezone), settings = s.settings || $8::jsonb, updated_at = $9::timestamptz,
       sync_status = coalesce($10::crt.sync_status, s.sync_status)
 WHERE s.slug = $1
   AND (s.platform, s.store_name, s.store_url, s.currency, s.locale, s.timezone, s.settings, s.sync_status)
    IS DISTINCT FROM (coalesce($2::crt.platform, s.platform), coalesce($3, s.store_name), coalesce($4, s.store_url),
        coalesce($5, s.currency), coalesce($6, s.locale), coalesce($7, s.timezone), s.settings || $8::jsonb,
        coalesce($10, s.sync_status))
RETURNING s.id)
SELECT false AS added FROM changed WHERE crt.wake(ARRAY[id], 'settings', $9::timestamptz) >= 0;
