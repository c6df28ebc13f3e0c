-- $1 hash of the key, $2 now
-- at most one row: what a valid key may do; a use is recorded once a minute
-- columns: id organization_id organization store scopes
WITH found AS (
    SELECT k.id, k.organization_id, o.slug AS organization, s.slug AS store, k.scopes, k.last_used_at
      FROM crt.api_keys k JOIN crt.organizations o ON o.id = k.organization_id LEFT JOIN crt.stores s ON s.id = k.store_id
     WHERE k.hash = $1::bytea AND k.revoked_at IS NULL AND (k.expires_at > $2::timestamptz) IS NOT FALSE),
used AS (
    UPDATE crt.api_keys k SET last_used_at = $2::timestamptz FROM found f
     WHERE k.id = f.id AND (f.last_used_at < $2::timestamptz - interval '1 minute') IS NOT FALSE)
SELECT f.id, f.organization_id, f.organization, f.store, array_to_string(f.scopes, ' ') AS scopes FROM found f;
