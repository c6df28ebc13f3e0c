-- $1 rows (crt.event_row), binary
-- the number of new events
INSERT INTO crt.events (store_id, id, time, received_at, type, payload)
SELECT store_id, id, time, received_at, type, payload FROM unnest($1::crt.event_row[]) ORDER BY time, store_id, id
ON CONFLICT DO NOTHING;
