-- $1 slug of an organization (null: all), $2 now
-- one row per API key, by organization and name, the latest first
-- columns: organization store name prefix scopes state created_at expires_at last_used_at
SELECT o.slug AS organization, s.slug AS store, k.name, k.prefix, array_to_string(k.scopes, ' ') AS scopes,
       CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= $2::timestamptz THEN 'expired'
            WHEN k.replaced_at IS NOT NULL THEN 'replaced' ELSE 'active' END AS state,
       k.created_at, k.expires_at, k.last_used_at
  FROM crt.api_keys k JOIN crt.organizations o ON o.id = k.organization_id LEFT JOIN crt.stores s ON s.id = k.store_id
 WHERE $1::text IS NULL OR o.slug = $1
 ORDER BY o.slug, k.name, k.created_at DESC;
