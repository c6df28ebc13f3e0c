-- $1 store, $2 endpoint, $3 id at the platform, $4 of the wish that is fulfilled
-- no answer; a wish made since then stays
DELETE FROM crt.fetches
 WHERE store_id = $1::uuid AND endpoint = $2 AND external_id = $3 AND wanted_at <= $4::timestamptz;
