-- $1 stores
-- one row per suppression of an organization with one of these stores; the key is a hash of the address
-- columns: organization channel key reason code created_at
SELECT o.slug AS organization, t.channel, t.key, t.reason, t.code, t.created_at
  FROM crt.suppressions t JOIN crt.organizations o ON o.id = t.organization_id
 WHERE EXISTS (SELECT FROM crt.stores s WHERE s.organization_id = t.organization_id AND s.id = ANY ($1::uuid[]))
 ORDER BY o.slug COLLATE "C", t.channel, t.key, t.reason;
