-- $1 stores, $2 now, $3 orders_max_age of each store in seconds, null if it is off
-- one row per value of a metric (lib/report/metric.def): store: null if it belongs to none; labels: null without one;
-- suffix: _bucket, _sum, or _count; null without one
-- columns: name store label label2 label3 label4 suffix value
WITH figure AS (
    SELECT s.slug, a.* FROM crt.analytics a JOIN crt.stores s ON s.id = a.store_id WHERE a.store_id = ANY ($1::uuid[])),
store AS (SELECT * FROM crt.stores WHERE id = ANY ($1::uuid[])),
cart AS (
    SELECT s.slug, coalesce(sum(f.carts_abandoned), 0) AS abandoned, coalesce(sum(f.carts_mailable), 0) AS mailable,
           coalesce(sum(f.campaigns_sent), 0) AS sent, coalesce(sum(f.carts_clicked), 0) AS clicked,
           coalesce(sum(f.carts_recovered), 0) AS recovered
      FROM store s LEFT JOIN figure f ON f.store_id = s.id GROUP BY s.slug),
message AS (
    SELECT slug, channel, sum(messages_sent) AS sent, sum(messages_clicked) AS clicked, sum(messages_bounced) AS bounced,
           sum(messages_complained) AS complained, sum(messages_unsubscribed) AS unsubscribed, sum(messages_failed) AS failed
      FROM figure WHERE channel IS NOT NULL GROUP BY slug, channel),
waiting AS (
    SELECT s.slug, w.status, count(m.id) AS n, min(m.not_before) FILTER (WHERE m.status = 'QUEUED') AS oldest
      FROM store s CROSS JOIN unnest('{QUEUED,HELD,SENDING,UNKNOWN}'::crt.message_status[]) w (status)
      LEFT JOIN crt.messages m ON m.store_id = s.id AND m.status = w.status GROUP BY s.slug, w.status),
run AS (
    SELECT command, max(started_at) AS began, max(ended_at) FILTER (WHERE exit IN (0, 3)) AS succeeded FROM crt.runs
     WHERE exit IS DISTINCT FROM 64 GROUP BY command),
missed AS (    -- as hook_missed
    SELECT s.slug, count(e.time) AS missed FROM store s
      LEFT JOIN LATERAL (
        SELECT e.time FROM crt.events e
         WHERE e.store_id = s.id AND e.time > greatest(s.hook_seen_at + interval '2 minutes', $2::timestamptz - interval '1 day')
           AND e.time <= $2::timestamptz AND e.type IN ('crt.cart.updated', 'crt.order.placed', 'crt.order.updated') LIMIT 1000) e ON true
     WHERE s.hook_seen_at IS NOT NULL GROUP BY s.slug),
reconciled AS (
    SELECT counts FROM crt.runs WHERE command = 'crt-sync reconcile' AND exit IN (0, 3) ORDER BY started_at DESC LIMIT 1),
reject AS (
    SELECT s.slug, count(r.id) AS n, count(r.id) FILTER (WHERE r.is_order) AS orders
      FROM store s LEFT JOIN crt.rejects r ON r.store_id = s.id AND r.dropped_at IS NULL GROUP BY s.slug)
SELECT m.name, m.store, m.label, NULL::text AS label2, NULL::text AS label3, NULL::text AS label4, NULL::text AS suffix,
       trim_scale(m.value)::text AS value FROM (
    SELECT v.name, c.slug AS store, NULL::text AS label, v.value FROM cart c CROSS JOIN LATERAL (VALUES
        ('crt_carts_abandoned', c.abandoned), ('crt_carts_mailable', c.mailable), ('crt_carts_sent', c.sent),
        ('crt_carts_clicked', c.clicked), ('crt_carts_recovered', c.recovered)) v (name, value)
    UNION ALL SELECT v.name, f.slug, f.currency, crt.decimal(v.value::bigint, f.currency)
                FROM (SELECT slug, currency, sum(revenue_gross - revenue_refunded) AS net, sum(revenue_goods) AS goods
                        FROM figure WHERE currency IS NOT NULL GROUP BY slug, currency) f
               CROSS JOIN LATERAL (VALUES ('crt_recovered_revenue', f.net), ('crt_recovered_goods', f.goods)) v (name, value)
    UNION ALL SELECT v.name, c.slug, c.channel::text, v.value FROM message c CROSS JOIN LATERAL (VALUES
        ('crt_messages_sent', c.sent), ('crt_messages_clicked', c.clicked), ('crt_messages_bounced', c.bounced),
        ('crt_messages_complained', c.complained), ('crt_messages_unsubscribed', c.unsubscribed),
        ('crt_messages_failed', c.failed)) v (name, value)
    UNION ALL SELECT 'crt_messages_waiting', slug, status::text, n FROM waiting
    UNION ALL SELECT 'crt_message_due_age_seconds', slug, NULL, greatest(0, coalesce(extract(epoch FROM $2::timestamptz - oldest), 0))
                FROM waiting WHERE status = 'QUEUED'
    UNION ALL SELECT v.name, s.slug, NULL, extract(epoch FROM v.at) FROM store s LEFT JOIN crt.rollups u ON u.store_id = s.id
               CROSS JOIN LATERAL (SELECT max(g.updated_at) AS at FROM crt.campaigns g WHERE g.store_id = s.id) g
               CROSS JOIN LATERAL (VALUES
                   ('crt_orders_synced_timestamp_seconds', s.orders_seen_at), ('crt_store_polled_timestamp_seconds', s.last_sync),
                   ('crt_webhook_timestamp_seconds', s.hook_seen_at), ('crt_rollup_timestamp_seconds', u.rolled_at),
                   ('crt_campaign_timestamp_seconds', g.at)) v (name, at)
               WHERE v.at IS NOT NULL
    UNION ALL SELECT 'crt_orders_max_age_seconds', s.slug, NULL, a.seconds
                FROM unnest($1::uuid[], $3::bigint[]) a (id, seconds) JOIN store s USING (id) WHERE a.seconds IS NOT NULL
    UNION ALL SELECT 'crt_sync_failures', slug, NULL, sync_failures FROM store
    UNION ALL SELECT 'crt_rejects', slug, NULL, n FROM reject
    UNION ALL SELECT 'crt_rejected_orders', slug, NULL, orders FROM reject
    UNION ALL SELECT 'crt_last_run_timestamp_seconds', NULL, command, extract(epoch FROM began) FROM run
    UNION ALL SELECT 'crt_last_success_timestamp_seconds', NULL, command, extract(epoch FROM succeeded) FROM run WHERE succeeded IS NOT NULL
    UNION ALL SELECT 'crt_webhook_missed', slug, NULL, missed FROM missed
    UNION ALL SELECT 'crt_reconciled', NULL, v.result, coalesce((counts ->> v.counter)::bigint, 0)
                FROM reconciled, (VALUES ('all', 'seen'), ('missing', 'missing'), ('different', 'differing')) v (result, counter)
    UNION ALL SELECT 'crt_metrics_timestamp_seconds', NULL, NULL, extract(epoch FROM $2::timestamptz)) m
 ORDER BY m.name COLLATE "C", m.store COLLATE "C", m.label COLLATE "C";
