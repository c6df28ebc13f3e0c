-- $1 user, $2 role, $3 phone, $4 second factor, $5 whether the user is disabled, $6 now; null changes nothing
-- the number of changed rows: one, or none if nothing would change
UPDATE crt.users u SET role = coalesce($2::crt.user_role, u.role), phone = coalesce($3, u.phone),
       factor = coalesce($4::crt.user_factor, u.factor), updated_at = $6::timestamptz,
       disabled_at = CASE WHEN $5::boolean IS NULL OR $5::boolean = (u.disabled_at IS NOT NULL) THEN u.disabled_at
                          WHEN $5::boolean THEN $6::timestamptz END
 WHERE u.id = $1::uuid
   AND (u.role, u.phone, u.factor, u.disabled_at IS NOT NULL)
       IS DISTINCT FROM (coalesce($2::crt.user_role, u.role), coalesce($3, u.phone), coalesce($4::crt.user_factor, u.factor),
           coalesce($5::boolean, u.disabled_at IS NOT NULL));
