-- $1 store, $2 its sealed webhook secrets as they were read or null, $3 the new ones, $4 now
-- returns nothing; changes nothing if another command has changed them meanwhile
UPDATE crt.stores SET webhook_secret = $3, updated_at = $4::timestamptz
 WHERE id = $1::uuid AND webhook_secret IS NOT DISTINCT FROM $2;
