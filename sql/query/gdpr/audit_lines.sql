-- $1 organization
-- one row per row of its audit log, in order, as a line of the export
-- columns: line
SELECT crt.audit_text(a, o.slug) || ',"hash":"' || encode(a.hash, 'hex') || '"}' AS line
  FROM crt.audit_log a JOIN crt.organizations o ON o.id = a.organization_id
 WHERE a.organization_id = $1::uuid ORDER BY a.number;
