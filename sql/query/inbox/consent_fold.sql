-- no parameters
-- the number of proofs that are new
INSERT INTO crt.consents (store_id, id, customer_id, channel, action, source, wording, evidence, time)
SELECT * FROM pg_temp.stage_consents ORDER BY store_id, id
ON CONFLICT DO NOTHING;
