-- $1 rows (crt.identity_row), binary
-- the number of new pairs
INSERT INTO crt.identity_links (store_id, key, customer_id)
SELECT store_id, key, customer_id FROM unnest($1::crt.identity_row[]) ORDER BY store_id, key, customer_id
ON CONFLICT DO NOTHING;
