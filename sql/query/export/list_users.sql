-- $1 stores
-- one row per user of an organization with one of these stores, without the secrets
-- columns: organization id email phone role factor disabled_at created_at updated_at
SELECT o.slug AS organization, t.id, t.email, t.phone, t.role, t.factor, t.disabled_at, t.created_at, t.updated_at
  FROM crt.users t JOIN crt.organizations o ON o.id = t.organization_id
 WHERE EXISTS (SELECT FROM crt.stores s WHERE s.organization_id = t.organization_id AND s.id = ANY ($1::uuid[]))
 ORDER BY o.slug COLLATE "C", t.email COLLATE "C";
