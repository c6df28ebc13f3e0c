-- $1 organization, $2 key of the e-mail address, $3 choice: sms, push, all, or pause, $4 time of the choice, $5 end of a pause
-- the number of new suppressions; a later end of a pause counts.  E-mail is not among them: its key is known without a look-up
WITH pause AS (
    INSERT INTO crt.pauses AS u (organization_id, key, until)
    SELECT $1::uuid, $2::uuid, $5::timestamptz WHERE $3 = 'pause'
    ON CONFLICT (organization_id, key) DO UPDATE SET until = greatest(u.until, excluded.until))
INSERT INTO crt.suppressions (organization_id, channel, key, reason, created_at)
SELECT DISTINCT $1::uuid, c.channel::crt.channel, k.key, k.reason, $4::timestamptz
  FROM crt.customers p
  JOIN crt.stores s ON s.id = p.store_id AND s.organization_id = $1::uuid
 CROSS JOIN (VALUES ('SMS'), ('PUSH')) c (channel)
 CROSS JOIN LATERAL (VALUES (p.phone_key, 'unsubscribed'), (p.id, 'withdrawn')) k (key, reason)
 WHERE p.email_key = $2::uuid AND k.key IS NOT NULL AND ($3 = 'all' OR $3 = lower(c.channel))
ON CONFLICT DO NOTHING;
