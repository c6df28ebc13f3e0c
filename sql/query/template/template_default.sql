-- $1 store, null for all stores, $2 name, $3 channel
-- at most one row: whether several languages of a template are its default
-- columns: several
SELECT true AS several FROM crt.templates
 WHERE store_id IS NOT DISTINCT FROM $1::uuid AND name = $2 AND channel = $3::crt.channel AND is_default
HAVING count(*) > 1;
