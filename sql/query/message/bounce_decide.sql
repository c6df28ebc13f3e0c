-- $1 stores, $2 messages that bounced, $3 now, $4 bounces in a row, $5 seconds between the first and the last
-- the number of addresses that are suppressed because every mail to them bounced.  A bounce counts by itself if its
-- code is about the mailbox (4.2.2) or its host (4.4.1), not about the sender.  A mail that was delivered, opened, or
-- clicked begins the row anew
WITH address AS (
    SELECT DISTINCT s.organization_id, m.store_id, c.email_key FROM crt.messages m
      JOIN crt.stores s ON s.id = m.store_id
      JOIN crt.customers c ON c.store_id = m.store_id AND c.id = m.customer_id
     WHERE m.store_id = ANY ($1::uuid[]) AND m.id = ANY ($2::uuid[]) AND m.channel = 'EMAIL' AND c.email_key IS NOT NULL),
touched AS (
    SELECT a.organization_id, a.email_key, t.message_id, t.time, t.code,
           max(t.time) FILTER (WHERE t.kind IN ('delivered', 'opened', 'clicked')) OVER (PARTITION BY a.organization_id, a.email_key)
               AS reached, t.kind = 'bounced' AND t.code ~ '^([45][0-9][0-9] )?[45]\.[124]\.' AS counts
      FROM address a
      JOIN crt.customers c ON c.store_id = a.store_id AND c.email_key = a.email_key
      JOIN crt.messages m ON m.store_id = a.store_id AND m.customer_id = c.id AND m.channel = 'EMAIL'
      JOIN crt.touches t ON t.store_id = a.store_id AND t.message_id = m.id)
INSERT INTO crt.suppressions (organization_id, channel, key, reason, code, created_at)
SELECT organization_id, 'EMAIL', email_key, 'bounced', max(code), $3::timestamptz
  FROM touched WHERE counts AND time > coalesce(reached, '-infinity')
 GROUP BY organization_id, email_key
HAVING count(DISTINCT message_id) >= $4::int AND max(time) - min(time) >= make_interval(secs => $5::double precision)
ON CONFLICT DO NOTHING;
