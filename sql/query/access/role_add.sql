-- $1 role, $2 organization, $3 store (null: all of the organization), $4 rights
-- one row: whether the role had not this access before
-- columns: added
SELECT crt.role_add($1::name, $2::uuid, $3::uuid, $4::crt.user_role) AS added;
