-- $1 stores, $2 whether organizations without any store are included
-- one row per organization of theirs, by name, with one of the stores, which is null if there is none
-- columns: id slug store
SELECT DISTINCT ON (o.slug COLLATE "C") o.id, o.slug, s.id AS store
  FROM crt.organizations o LEFT JOIN crt.stores s ON s.organization_id = o.id AND s.id = ANY ($1::uuid[])
 WHERE s.id IS NOT NULL OR $2::boolean AND NOT EXISTS (SELECT FROM crt.stores x WHERE x.organization_id = o.id)
 ORDER BY o.slug COLLATE "C", s.slug COLLATE "C";
