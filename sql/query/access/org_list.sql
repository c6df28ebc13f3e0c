-- no parameters
-- one row per organization that the role can see, by slug, with the number of its stores, users, and API keys
-- columns: slug name timezone stores users api_keys
SELECT o.slug, o.name, o.timezone,
       (SELECT count(*) FROM crt.stores s WHERE s.organization_id = o.id) AS stores,
       (SELECT count(*) FROM crt.users u WHERE u.organization_id = o.id AND u.disabled_at IS NULL) AS users,
       (SELECT count(*) FROM crt.api_keys k WHERE k.organization_id = o.id AND k.revoked_at IS NULL) AS api_keys
  FROM crt.organizations o ORDER BY o.slug;
