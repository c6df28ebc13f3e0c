-- $1 user, $2 the encrypted secret, $3 hashes of the recovery codes, $4 now
-- the number of changed rows: one, or none if there is no such user
UPDATE crt.users u SET totp = $2, totp_counter = 0, factor = 'TOTP', recovery = $3::bytea[], updated_at = $4::timestamptz
 WHERE u.id = $1::uuid;
