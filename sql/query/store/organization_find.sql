-- $1 store's slug
-- at most one row: the slug of the organization that it belongs to
-- columns: organization
SELECT o.slug AS organization FROM crt.stores s JOIN crt.organizations o ON o.id = s.organization_id WHERE s.slug = $1;
