-- $1 user, $2 hash of the password, $3 now
-- the number of changed rows: one, or none if there is no such user
UPDATE crt.users u SET password = $2, updated_at = $3::timestamptz WHERE u.id = $1::uuid;
