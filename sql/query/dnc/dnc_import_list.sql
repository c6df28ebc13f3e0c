-- $1 organizations, $2 rows, $3 behind this id
-- one row per imported file, the oldest first
-- columns: organization id kind file sha256 account version lines refused added removed areas actor imported_at
SELECT o.slug AS organization, i.id, i.kind, i.file, i.sha256, i.account, i.version, i.lines, i.refused, i.added, i.removed,
       array_to_string(i.area_codes, ' ') AS areas, i.actor, i.imported_at
  FROM crt.dnc_imports i JOIN crt.organizations o ON o.id = i.organization_id
 WHERE i.organization_id = ANY ($1::uuid[]) AND ($3::uuid IS NULL OR i.id > $3)
 ORDER BY i.id LIMIT $2::bigint;
