-- $1 stores
-- one row per organization with one of these stores
-- columns: organization id name industry timezone settings subscription_plan created_at updated_at
SELECT t.slug AS organization, t.id, t.name, t.industry, t.timezone, t.settings, t.subscription_plan, t.created_at, t.updated_at
  FROM crt.organizations t
 WHERE EXISTS (SELECT FROM crt.stores s WHERE s.organization_id = t.id AND s.id = ANY ($1::uuid[]))
 ORDER BY t.slug COLLATE "C";
