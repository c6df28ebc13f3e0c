-- $1 organization, $2 e-mail address, normalized
-- at most one row: the user
-- columns: id role factor phone
SELECT u.id, u.role, u.factor, u.phone FROM crt.users u WHERE u.organization_id = $1::uuid AND u.email = $2;
