-- $1 role, $2 organization
-- one row: the number of accesses that end by this
-- columns: gone
SELECT crt.role_remove($1::name, $2::uuid) AS gone;
