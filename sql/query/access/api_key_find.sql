-- $1 organization, $2 name
-- at most one row: the valid key of this name that was not replaced
-- columns: id store scopes prefix expires_at
SELECT k.id, s.slug AS store, k.scopes, k.prefix, k.expires_at FROM crt.api_keys k LEFT JOIN crt.stores s ON s.id = k.store_id
 WHERE k.organization_id = $1::uuid AND k.name = $2 AND k.replaced_at IS NULL AND k.revoked_at IS NULL
   FOR UPDATE OF k;
