-- $1 store, $2 id, $3 message id or null, $4 provider's id or null, $5 kind, $6 machine, $7 url, $8 reason, $9 code, $10 time
-- one row if the message exists: the key of its recipient
-- columns: organization_id channel key
WITH message AS (
    SELECT m.store_id, m.id, m.channel, m.customer_id FROM crt.messages m
     WHERE m.store_id = $1::uuid AND (m.id = $3::uuid OR ($3 IS NULL AND m.provider_id = $4))
     LIMIT 1),
touch AS (
    INSERT INTO crt.touches (store_id, id, message_id, kind, machine, url, reason, code, time)
    SELECT store_id, $2::uuid, id, $5, $6::boolean, $7, $8, $9, $10::timestamptz FROM message
    ON CONFLICT DO NOTHING),
moved AS (
    UPDATE crt.messages m SET status = CASE $5 WHEN 'delivered' THEN 'DELIVERED' WHEN 'opened' THEN 'OPENED'
               WHEN 'clicked' THEN 'CLICKED' ELSE 'FAILED' END::crt.message_status,
           updated_at = greatest(m.updated_at, $10::timestamptz)
      FROM message
     WHERE m.store_id = message.store_id AND m.id = message.id
       AND (($5 = 'delivered' AND m.status = 'SENT')
         OR ($5 = 'opened' AND NOT $6::boolean AND m.status IN ('SENT', 'DELIVERED'))
         OR ($5 = 'clicked' AND NOT $6::boolean AND m.status IN ('SENT', 'DELIVERED', 'OPENED'))
         OR ($5 IN ('bounced', 'failed') AND m.status = 'SENT')))
SELECT s.organization_id, message.channel,
       CASE WHEN message.channel = 'EMAIL' THEN c.email_key ELSE c.phone_key END AS key
  FROM message JOIN crt.stores s ON s.id = message.store_id
  LEFT JOIN crt.customers c ON c.store_id = message.store_id AND c.id = message.customer_id;
