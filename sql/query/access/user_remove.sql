-- $1 user
-- the number of deleted users, one or none; their sessions and attempts to sign in are deleted, too
DELETE FROM crt.users u WHERE u.id = $1::uuid;
