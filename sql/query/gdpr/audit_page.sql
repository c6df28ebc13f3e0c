-- $1 organizations, $2 keyed hashes of a person (empty: any), $3 not before this time (null: ever), $4 rows, $5 after this number
-- one row per row of their audit logs, by organization and number
-- columns: organization time actor action object subject number rows
SELECT o.slug AS organization, a.time, a.actor, a.action, a.object, a.subject, a.number, a.rows
  FROM crt.audit_log a JOIN crt.organizations o ON o.id = a.organization_id
 WHERE a.organization_id = ANY ($1::uuid[]) AND (cardinality($2::uuid[]) = 0 OR a.subject = ANY ($2::uuid[]))
   AND a.time >= coalesce($3::timestamptz, '-infinity') AND a.number > coalesce($5::bigint, 0)
 ORDER BY o.slug COLLATE "C", a.number FETCH FIRST ($4::bigint) ROWS ONLY;
