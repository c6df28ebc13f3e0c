-- no parameters
-- the number of pairs that are new
INSERT INTO crt.sightings (store_id, key, customer_id)
SELECT store_id, key, customer_id FROM pg_temp.stage_identities ORDER BY store_id, key, customer_id
ON CONFLICT DO NOTHING;
