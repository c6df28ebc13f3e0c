-- $1 slug, $2 now
-- returns nothing; an existing organization is not changed
INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
VALUES (crt.derived_uuid('organization' || $1), $1, $1, $2::timestamptz, $2::timestamptz)
ON CONFLICT DO NOTHING;
