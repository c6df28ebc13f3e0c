-- $1 store, $2 customers of a person, $3 their messages
-- one row per thing that a provider has: SendGrid erases by address, Twilio by the id of a message
-- columns: provider what
SELECT m.provider, m.provider_id AS what FROM crt.messages m
 WHERE m.store_id = $1::uuid AND m.id = ANY ($3::uuid[]) AND m.provider = 'twilio' AND m.provider_id IS NOT NULL
UNION
SELECT 'sendgrid', c.email FROM crt.customers c
 WHERE c.store_id = $1::uuid AND c.id = ANY ($2::uuid[]) AND c.email IS NOT NULL
   AND EXISTS (SELECT FROM crt.messages m WHERE m.store_id = $1::uuid AND m.id = ANY ($3::uuid[]) AND m.provider = 'sendgrid')
 ORDER BY 1, 2;
