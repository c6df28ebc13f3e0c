-- $1 stores
-- one row per organization of theirs, by name, with one of the stores
-- columns: id slug store
SELECT DISTINCT ON (o.slug COLLATE "C") o.id, o.slug, s.id AS store
  FROM crt.stores s JOIN crt.organizations o ON o.id = s.organization_id
 WHERE s.id = ANY ($1::uuid[])
 ORDER BY o.slug COLLATE "C", s.slug COLLATE "C";
