-- no parameters
-- one row per access of a database role, by role and organization
-- columns: role organization store rights
SELECT a.role, o.slug AS organization, s.slug AS store, a.level AS rights
  FROM crt.access a JOIN crt.organizations o ON o.id = a.organization_id LEFT JOIN crt.stores s ON s.id = a.store_id
 ORDER BY a.role, o.slug, s.slug;
