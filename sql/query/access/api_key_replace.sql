-- $1 key, $2 now, $3 until when it is still valid
-- the number of changed rows: one; a key never gets a later end
UPDATE crt.api_keys k SET replaced_at = $2::timestamptz, expires_at = least(k.expires_at, $3::timestamptz)
 WHERE k.id = $1::uuid AND k.replaced_at IS NULL;
