-- $1 organization, $2 e-mail address, normalized, $3 role, $4 phone, $5 now
-- one row if the user was added: the id; none: it existed
-- columns: id
INSERT INTO crt.users (organization_id, email, role, phone, created_at, updated_at)
VALUES ($1::uuid, $2, $3::crt.user_role, $4, $5::timestamptz, $5::timestamptz)
ON CONFLICT (organization_id, email) DO NOTHING RETURNING id;
