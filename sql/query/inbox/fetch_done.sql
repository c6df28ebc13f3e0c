-- $1 store, $2 endpoint, $3 id at the platform, $4 wanted_at of the fetch
-- returns nothing; a later request for the same object stays
DELETE FROM crt.fetches
 WHERE store_id = $1::uuid AND endpoint = $2 AND external_id = $3 AND wanted_at <= $4::timestamptz;
