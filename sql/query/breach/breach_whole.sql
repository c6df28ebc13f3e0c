-- $1 store, $2 breach, $3 until when or null
-- the number of people added: everyone whom the store knew
INSERT INTO crt.breach_people (store_id, breach_id, customer_id)
SELECT c.store_id, $2::uuid, c.id FROM crt.customers c
 WHERE c.store_id = $1::uuid AND c.external_id IS DISTINCT FROM 'erased' AND ($3::timestamptz IS NULL OR c.created_at <= $3::timestamptz)
ON CONFLICT DO NOTHING;
