-- $1 store
-- a row a stream, and where to go on
-- columns: stream cursor
SELECT stream, cursor FROM crt.sync_state WHERE store_id = $1::uuid AND cursor IS NOT NULL ORDER BY stream;
