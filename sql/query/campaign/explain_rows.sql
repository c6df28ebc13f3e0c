-- $1 store, $2 episode
-- one row per stored row that a gate looks at, the newest first: kind and id name it, word is its state;
-- channel: it counts for this one, or null
-- columns: gate kind id word at channel
WITH episode AS (
    SELECT a.id, a.cart_id, a.campaign_id, a.state, a.recovered_at, a.order_id, c.customer_id, c.last_activity_at
      FROM (SELECT x.*, n.campaign_id FROM crt.abandoned_carts x
              LEFT JOIN crt.enrollments n ON n.store_id = $1::uuid AND n.episode_id = x.id
             WHERE x.store_id = $1::uuid AND x.id = $2::uuid LIMIT 1) a
      JOIN crt.carts c ON c.store_id = $1::uuid AND c.id = a.cart_id),
people AS (SELECT DISTINCT n.same_id FROM episode e CROSS JOIN LATERAL crt.same_person($1::uuid, e.customer_id) n),
keys AS (
    SELECT k.key FROM people p JOIN crt.customers q ON q.store_id = $1::uuid AND q.id = p.same_id
     CROSS JOIN LATERAL unnest(ARRAY[q.id, q.email_key, q.phone_key, q.push_key]) k (key) WHERE k.key IS NOT NULL
    UNION SELECT l.key FROM people p JOIN crt.identity_links l ON l.store_id = $1::uuid AND l.customer_id = p.same_id),
bought AS (
    -- The cart of an episode that has ended may have been changed since.
    SELECT o.external_id, o.status, v.placed_at, e.state <> 'OPEN' OR v.covers_until >= e.last_activity_at AS covers
      FROM episode e CROSS JOIN LATERAL crt.orders_of($1::uuid, e.cart_id) v
      JOIN crt.orders o ON o.store_id = $1::uuid AND o.id = v.order_id),
sent AS (
    SELECT m.id, m.status, coalesce(m.sent_at, m.updated_at) AS at FROM people p
      JOIN crt.messages m ON m.store_id = $1::uuid AND m.customer_id = p.same_id AND m.status NOT IN ('SKIPPED', 'FAILED'))
SELECT d.gate, d.kind, d.id, d.word, d.at, d.channel FROM (
    SELECT 'bought' AS gate, 'order' AS kind, external_id AS id, status::text AS word, placed_at AS at, NULL::crt.channel AS channel
      FROM bought WHERE covers
    UNION ALL SELECT 'cool_off', 'order', external_id, status::text, placed_at, NULL FROM bought
    UNION ALL SELECT 'episode', 'order', o.external_id, o.status::text, e.recovered_at, NULL
      FROM episode e JOIN crt.orders o ON o.store_id = $1::uuid AND o.id = e.order_id
    UNION ALL SELECT 'suppressed', 'suppression', lower(x.channel::text), x.reason, x.created_at, x.channel
      FROM crt.suppressions x JOIN crt.stores s ON s.organization_id = x.organization_id AND s.id = $1::uuid
     WHERE x.key IN (SELECT key FROM keys)
    UNION ALL SELECT g.gate, 'consent', x.id::text, x.action::text || coalesce(' by ' || x.source, ''), x.time, x.channel
      FROM people p JOIN crt.consents x ON x.store_id = $1::uuid AND x.customer_id = p.same_id
     CROSS JOIN unnest('{opted_out,no_consent,text_unconfirmed}'::text[]) g (gate)
    UNION ALL SELECT 'erasure', 'request', r.id::text, r.kind, r.opened_at, NULL FROM crt.privacy_requests r
     WHERE r.store_id = $1::uuid AND r.kind = 'erase' AND r.closed_at IS NULL AND r.keys && ARRAY(SELECT key FROM keys)
    UNION ALL SELECT 'rejected_order', 'reject', r.id::text, r.command, r.created_at, NULL FROM crt.rejects r CROSS JOIN episode e
     WHERE r.store_id = $1::uuid AND r.is_order AND r.dropped_at IS NULL AND r.created_at >= e.last_activity_at - interval '1 day'
    UNION ALL SELECT 'stale_orders', 'sync', y.stream, CASE WHEN y.complete THEN 'complete' ELSE 'incomplete' END, y.orders_seen_at, NULL
      FROM crt.sync_state y WHERE y.store_id = $1::uuid AND y.orders_seen_at IS NOT NULL
    UNION ALL SELECT g.gate, 'message', m.id::text, m.status::text, m.at, NULL FROM sent m
     CROSS JOIN unnest('{gap,cap_day,cap_week,text_cap,text_repeated}'::text[]) g (gate)
     WHERE m.status NOT IN ('QUEUED', 'HELD', 'SENDING')
    UNION ALL SELECT 'pending', 'message', m.id::text, m.status::text, m.at, NULL FROM sent m
     WHERE m.status IN ('QUEUED', 'HELD', 'SENDING')
    UNION ALL SELECT g.gate, 'enrollment', n.id::text, CASE WHEN n.held_out THEN 'held out' ELSE 'not held out' END, n.assigned_at, NULL
      FROM episode e CROSS JOIN people p
      JOIN crt.enrollments n ON n.store_id = $1::uuid AND n.customer_id = p.same_id AND n.campaign_id = e.campaign_id
     CROSS JOIN unnest('{holdout,wait}'::text[]) g (gate) WHERE n.assigned_at IS NOT NULL) d
 ORDER BY d.at DESC NULLS LAST, d.kind, d.id LIMIT 500;
