-- $1 store, $2 its sealed webhook secrets as they were read or null, $3 as they shall be, $4 now
-- no answer; nothing changes when somebody else was faster
UPDATE crt.stores SET webhook_secret = $3, updated_at = $4::timestamptz
 WHERE id = $1::uuid AND webhook_secret IS NOT DISTINCT FROM $2;
