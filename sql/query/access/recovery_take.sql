-- $1 user, $2 hash of a recovery code
-- the number of changed rows: one, or none if the user has no such code
UPDATE crt.users u SET recovery = array_remove(u.recovery, $2::bytea) WHERE u.id = $1::uuid AND $2::bytea = ANY (u.recovery);
