-- $1 slugs or null for all, $2 limit, $3 after this slug or null
-- one row per store
-- columns: slug organization platform currency orders_seen_at sync_status sync_reason
SELECT s.slug, o.slug AS organization, lower(s.platform::text) AS platform, s.currency, s.orders_seen_at, s.sync_status, s.sync_reason
  FROM crt.stores s JOIN crt.organizations o ON o.id = s.organization_id
 WHERE ($1::text[] IS NULL OR s.slug = ANY ($1::text[])) AND ($3::text IS NULL OR s.slug > $3)
 ORDER BY s.slug LIMIT $2::bigint;
