-- no parameters
-- one row per invariant of cmd/crt/invariant.def and store or organization that violates it: how many rows, and one of them
-- columns: name owner rows example
WITH sent AS (
    SELECT * FROM crt.messages m WHERE m.status IN ('SENT', 'DELIVERED', 'OPENED', 'CLICKED')),
rolled AS (         -- days that are counted; the first days of a store may have been deleted by crt-gdpr retain
    SELECT r.store_id, r.timezone, (min(a.abandoned_at) AT TIME ZONE r.timezone)::date + 1 AS since
      FROM crt.rollups r
      JOIN crt.stores s ON s.id = r.store_id AND s.timezone = r.timezone
      JOIN crt.abandoned_carts a ON a.store_id = r.store_id
     WHERE NOT EXISTS (SELECT FROM crt.rollup_changes c WHERE c.store_id = r.store_id)
       AND NOT EXISTS (SELECT FROM crt.rollup_days d WHERE d.store_id = r.store_id)
     GROUP BY 1, 2),
counted AS (
    SELECT r.store_id, d.date, count(DISTINCT v.episode_id) AS carts, count(m.id) FILTER (WHERE m.sent_at IS NOT NULL) AS messages
      FROM rolled r
      JOIN crt.outcomes v ON v.store_id = r.store_id
     CROSS JOIN LATERAL (SELECT (v.abandoned_at AT TIME ZONE r.timezone)::date AS date) d
      LEFT JOIN crt.messages m ON m.store_id = r.store_id AND m.episode_id = v.episode_id
     WHERE d.date >= r.since GROUP BY 1, 2),
figured AS (
    SELECT r.store_id, g.date, sum(g.carts_abandoned) AS carts, sum(g.messages_sent) AS messages
      FROM rolled r JOIN crt.analytics g ON g.store_id = r.store_id AND g.date >= r.since GROUP BY 1, 2),
found (name, store_id, example) AS (
    SELECT 'sent_basis', store_id, id::text FROM sent WHERE basis IS NULL
    UNION ALL SELECT 'sent_provider', store_id, id::text FROM sent
     WHERE provider IS NULL OR provider_id IS NULL AND provider IN ('maildir', 'sendgrid')
           AND coalesce(reason, '') !~ '^(resolved|restored)' AND locale <> 'und'  -- an erasure deletes it
    UNION ALL SELECT 'sent_time', store_id, id::text FROM sent WHERE sent_at IS NULL
    UNION ALL SELECT 'lease', store_id, id::text FROM crt.messages
     WHERE CASE WHEN status = 'SENDING' THEN claimed_by IS NULL OR claimed_until IS NULL
                     OR claimed_until < clock_timestamp() - interval '1 hour'
                ELSE status <> 'UNKNOWN' AND num_nonnulls(claimed_by, claimed_until) > 0 END
    UNION ALL SELECT 'message_of', m.store_id, m.id::text FROM crt.messages m
     WHERE NOT EXISTS (SELECT FROM crt.abandoned_carts a
                         JOIN crt.enrollments n ON n.store_id = a.store_id AND n.episode_id = a.id
                        WHERE a.store_id = m.store_id AND a.id = m.episode_id AND a.cart_id = m.cart_id
                          AND n.id = m.enrollment_id AND n.campaign_id = m.campaign_id)
    UNION ALL SELECT 'touch_of', t.store_id, t.message_id::text FROM crt.touches t
     WHERE NOT EXISTS (SELECT FROM crt.messages m WHERE m.store_id = t.store_id AND m.id = t.message_id)
    UNION ALL SELECT 'episode_open', store_id, min(id::text) FROM crt.abandoned_carts
     WHERE state = 'OPEN' GROUP BY store_id, cart_id HAVING count(*) > 1
    UNION ALL SELECT 'episode_enrolled', a.store_id, a.id::text FROM crt.abandoned_carts a
     WHERE a.enrolled <> EXISTS (SELECT FROM crt.enrollments n WHERE n.store_id = a.store_id AND n.episode_id = a.id)
    UNION ALL SELECT 'customer_key', store_id, id::text FROM crt.customers
     WHERE (email_norm IS NULL) <> (email_key IS NULL) OR (phone IS NULL) <> (phone_key IS NULL)
    UNION ALL SELECT 'figures', store_id, date::text FROM counted c FULL JOIN figured f USING (store_id, date)
     WHERE (coalesce(c.carts, 0), coalesce(c.messages, 0)) <> (coalesce(f.carts, 0), coalesce(f.messages, 0)))
SELECT f.name, s.slug AS owner, count(*) AS rows, min(f.example) AS example
  FROM found f JOIN crt.stores s ON s.id = f.store_id GROUP BY 1, 2
UNION ALL
SELECT 'audit_head', o.slug, 1, coalesce(l.number, h.number)::text
  FROM crt.audit_heads h
  FULL JOIN (SELECT DISTINCT ON (organization_id) * FROM crt.audit_log ORDER BY organization_id, number DESC) l USING (organization_id)
  JOIN crt.organizations o ON o.id = organization_id
 WHERE (h.number, h.hash) IS DISTINCT FROM (l.number, l.hash)
 ORDER BY 1, 2;
