-- $1 stores, $2 a sender
-- one row per message in flight with this sender, oldest first
-- columns: +message_unknown
SELECT m.store_id, m.id, m.provider, m.not_before, m.updated_at, m.attempts, m.episode_id,
       CASE m.channel WHEN 'SMS' THEN p.phone WHEN 'EMAIL' THEN p.email ELSE p.push_token END AS recipient,
       CASE m.channel WHEN 'SMS' THEN p.phone_key WHEN 'EMAIL' THEN p.email_key ELSE p.push_key END AS recipient_key
  FROM crt.messages m
  LEFT JOIN LATERAL (SELECT * FROM crt.customers WHERE store_id = m.store_id AND id = m.customer_id OFFSET 0) p ON true
 WHERE m.store_id = ANY ($1::uuid[]) AND m.status = 'SENDING' AND m.claimed_by = $2::bigint
 ORDER BY m.updated_at, m.id;
