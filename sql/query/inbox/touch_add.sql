-- $1 store, $2 id, $3 message id or null, $4 provider's id or null, $5 kind, $6 machine, $7 url, $8 reason, $9 code, $10 time
-- one row if the message exists: the key of its recipient.  No person opens a mail within 5 seconds of its
-- sending, or two links of it within a second: such a touch is a machine's, and an earlier one becomes it.
-- Whatever comes back from a message proves that it was sent, so one that is UNKNOWN is resolved.
-- The store is always $1, not a column, so that only its partitions are opened: this runs for each click.
-- A hidden link shows that all clicks of the message within 10 seconds are a scanner's
-- columns: organization_id channel key
WITH message AS (
    SELECT m.store_id, m.id, m.channel, m.customer_id, m.status, m.sent_at, m.provider FROM crt.messages m
     WHERE m.store_id = $1::uuid AND (m.id = $3::uuid OR ($3 IS NULL AND m.provider_id = $4))
     LIMIT 1),
beside AS (
    SELECT t.id, t.machine, t.code FROM message
     CROSS JOIN LATERAL (
        SELECT * FROM crt.touches x
         WHERE x.store_id = $1::uuid AND x.message_id = message.id AND x.kind = 'clicked'
           AND x.code <> $9 AND x.id <> $2::uuid
           AND x.time BETWEEN $10::timestamptz - interval '10 seconds' AND $10::timestamptz + interval '10 seconds'
           AND (x.code = 'hidden' OR $9 = 'hidden'
             OR x.time BETWEEN $10::timestamptz - interval '1 second' AND $10::timestamptz + interval '1 second')
        OFFSET 0) t
     WHERE $5 = 'clicked'),
unmasked AS (
    UPDATE crt.touches t SET machine = true, reason = 'followed several links at once'
      FROM beside WHERE t.store_id = $1::uuid AND t.id = beside.id AND NOT beside.machine),
classified AS (
    SELECT CASE WHEN $6::boolean OR $5 NOT IN ('opened', 'clicked') THEN NULL
                WHEN EXISTS (SELECT FROM beside) THEN 'followed several links at once'
                WHEN status = 'SENDING' OR $10::timestamptz < sent_at + interval '5 seconds'
                THEN 'within seconds of sending' END AS why
      FROM message),
touch AS (
    INSERT INTO crt.touches (store_id, id, message_id, kind, machine, url, reason, code, time)
    SELECT store_id, $2::uuid, id, $5, $6::boolean OR why IS NOT NULL, $7, coalesce(why, $8), $9, $10::timestamptz FROM message, classified
    ON CONFLICT DO NOTHING RETURNING store_id, kind),
counted AS (
    INSERT INTO crt.provider_events (store_id, channel, provider, reported, event, code, events, responses, response_ms)
    SELECT touch.store_id, channel, coalesce(provider, 'none'), true, kind, 'none', 1, 0, 0 FROM touch, message),
moved AS (
    UPDATE crt.messages m SET status = CASE WHEN $5 = 'delivered' THEN 'DELIVERED' WHEN $5 IN ('bounced', 'failed') THEN 'FAILED'
               WHEN $6::boolean OR why IS NOT NULL THEN 'SENT' WHEN $5 = 'opened' THEN 'OPENED' WHEN $5 = 'clicked' THEN 'CLICKED'
               ELSE 'SENT' END::crt.message_status,
           sent_at = coalesce(m.sent_at, $10::timestamptz), claimed_by = NULL, claimed_until = NULL,
           updated_at = greatest(m.updated_at, $10::timestamptz)
      FROM message, classified
     WHERE m.store_id = $1::uuid AND m.id = message.id
       AND (m.status = 'UNKNOWN'
         OR ($5 = 'delivered' AND m.status = 'SENT')
         OR ($5 = 'opened' AND NOT $6::boolean AND why IS NULL AND m.status IN ('SENT', 'DELIVERED'))
         OR ($5 = 'clicked' AND NOT $6::boolean AND why IS NULL AND m.status IN ('SENT', 'DELIVERED', 'OPENED'))
         OR ($5 IN ('bounced', 'failed') AND m.status = 'SENT')))
SELECT s.organization_id, message.channel,
       CASE message.channel WHEN 'EMAIL' THEN c.email_key WHEN 'SMS' THEN c.phone_key ELSE c.id END AS key
  FROM message JOIN crt.stores s ON s.id = $1::uuid
  LEFT JOIN crt.customers c ON c.store_id = $1::uuid AND c.id = message.customer_id;
