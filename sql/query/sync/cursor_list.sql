-- $1 store
-- a row a stream: its name, where to go on
SELECT stream, cursor FROM crt.sync_state WHERE store_id = $1::uuid AND cursor IS NOT NULL ORDER BY stream;
