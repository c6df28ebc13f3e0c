-- $1 store's slug
-- at most one row: the slug of the organization it belongs to
SELECT o.slug FROM crt.stores s JOIN crt.organizations o ON o.id = s.organization_id WHERE s.slug = $1;
