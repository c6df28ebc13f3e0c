-- $1 stores, $2 the mark of the key file
-- the number of organizations that got it
UPDATE crt.organizations SET key_mark = $2::uuid
 WHERE key_mark IS NULL AND id IN (SELECT s.organization_id FROM crt.stores s WHERE s.id = ANY ($1::uuid[]));
