-- $1 organization, $2 name, $3 now
-- the number of keys of this name that end by this, with those that a rotation replaced
UPDATE crt.api_keys k SET revoked_at = $3::timestamptz
 WHERE k.organization_id = $1::uuid AND k.name = $2 AND k.revoked_at IS NULL;
