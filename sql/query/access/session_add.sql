-- $1 organization, $2 user, $3 hash of the token, $4 whether a second factor is missing, $5 now, $6 when it expires
-- one row: the session
-- columns: id
INSERT INTO crt.sessions (organization_id, user_id, token, pending, created_at, seen_at, expires_at)
VALUES ($1::uuid, $2::uuid, $3::bytea, $4::boolean, $5::timestamptz, $5::timestamptz, $6::timestamptz)
RETURNING id;
