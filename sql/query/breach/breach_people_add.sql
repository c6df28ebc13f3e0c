-- $1 store, $2 breach, $3 customers
-- the number of people added
INSERT INTO crt.breach_people (store_id, breach_id, customer_id)
SELECT $1::uuid, $2::uuid, c.id FROM unnest($3::uuid[]) c (id)
ON CONFLICT DO NOTHING;
