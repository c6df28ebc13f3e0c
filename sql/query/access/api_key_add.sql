-- $1 organization, $2 slug of a store (null: all of the organization), $3 name, $4 prefix, $5 hash, $6 scopes, $7 now, $8 when it expires
-- one row: the key; none: the organization has a valid one of this name, or the store is not its
-- columns: id
INSERT INTO crt.api_keys (organization_id, store_id, name, prefix, hash, scopes, created_at, expires_at)
SELECT $1::uuid, s.id, $3, $4, $5::bytea, $6::text[], $7::timestamptz, $8::timestamptz
  FROM (SELECT) one LEFT JOIN crt.stores s ON s.slug = $2 AND s.organization_id = $1::uuid
 WHERE $2 IS NULL OR s.id IS NOT NULL
ON CONFLICT (organization_id, name) WHERE replaced_at IS NULL AND revoked_at IS NULL DO NOTHING RETURNING id;
