-- $1 stores
-- one row per row of the audit log of an organization with one of these stores; the subject is a hash of an address
-- columns: organization number time actor action object subject rows previous hash
SELECT o.slug AS organization, t.number, t.time, t.actor, t.action, t.object, t.subject, t.rows,
       encode(t.previous, 'hex') AS previous, encode(t.hash, 'hex') AS hash
  FROM crt.audit_log t JOIN crt.organizations o ON o.id = t.organization_id
 WHERE EXISTS (SELECT FROM crt.stores s WHERE s.organization_id = t.organization_id AND s.id = ANY ($1::uuid[]))
 ORDER BY o.slug COLLATE "C", t.number;
