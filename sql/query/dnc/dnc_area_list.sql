-- $1 organizations
-- one row per area code whose numbers were imported
-- columns: organization area_code version numbers
SELECT o.slug AS organization, a.area_code, a.version, a.numbers
  FROM crt.dnc_areas a JOIN crt.organizations o ON o.id = a.organization_id
 WHERE a.organization_id = ANY ($1::uuid[])
 ORDER BY o.slug COLLATE "C", a.area_code;
