-- $1 organization, $2 slug
-- one row: the id of the organization's store of this name, or null
-- columns: id
SELECT (SELECT s.id FROM crt.stores s WHERE s.organization_id = $1::uuid AND s.slug = $2) AS id;
