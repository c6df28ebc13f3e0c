-- $1 slug, $2 now
-- no answer; an organization that is there stays as it is
INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
VALUES (crt.derived_uuid('organization' || $1), $1, $1, $2::timestamptz, $2::timestamptz)
ON CONFLICT DO NOTHING;
