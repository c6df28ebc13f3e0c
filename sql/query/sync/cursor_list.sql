-- $1 store
-- one row per stream, with the cursor to continue from
-- columns: stream cursor
SELECT stream, cursor FROM crt.sync_state WHERE store_id = $1::uuid AND cursor IS NOT NULL ORDER BY stream;
