-- no parameters
-- the number of events that are new
INSERT INTO crt.events (store_id, id, time, received_at, type, payload)
SELECT store_id, id, time, received_at, type, payload FROM pg_temp.stage_events ORDER BY time, store_id, id
ON CONFLICT DO NOTHING;
