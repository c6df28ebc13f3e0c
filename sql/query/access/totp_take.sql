-- $1 user, $2 counter of the code
-- the number of changed rows: one, or none if this code or a later one was used
UPDATE crt.users u SET totp_counter = $2::bigint WHERE u.id = $1::uuid AND u.totp_counter < $2::bigint;
