-- $1 stores, $2 provider or null for all
-- one row per message whose hand-off is uncertain, oldest first
-- columns: store_id id provider not_before updated_at attempts episode_id recipient recipient_key
SELECT m.store_id, m.id, m.provider, m.not_before, m.updated_at, m.attempts, m.episode_id,
       CASE m.channel WHEN 'SMS' THEN p.phone WHEN 'EMAIL' THEN p.email ELSE p.push_token END AS recipient,
       CASE m.channel WHEN 'SMS' THEN p.phone_key WHEN 'EMAIL' THEN p.email_key ELSE p.push_key END AS recipient_key
  FROM crt.messages m
  LEFT JOIN LATERAL (SELECT * FROM crt.customers WHERE store_id = m.store_id AND id = m.customer_id OFFSET 0) p ON true
 WHERE m.store_id = ANY ($1::uuid[]) AND m.status = 'UNKNOWN' AND ($2::text IS NULL OR m.provider = $2)
 ORDER BY m.updated_at, m.id;
