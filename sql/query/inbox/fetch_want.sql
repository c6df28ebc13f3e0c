-- $1 store, $2 endpoint, $3 id at the platform, $4 when it was wanted
-- returns nothing; the latest request counts
INSERT INTO crt.fetches AS f (store_id, endpoint, external_id, wanted_at)
VALUES ($1::uuid, $2, $3, $4::timestamptz)
ON CONFLICT (store_id, endpoint, external_id) DO UPDATE SET wanted_at = greatest(f.wanted_at, excluded.wanted_at);
