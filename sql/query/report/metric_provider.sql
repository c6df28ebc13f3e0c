-- $1 stores
-- one row per value, as metric_list: what providers responded and reported, and the histogram of the time from due to sent
-- columns: +metric_list
WITH event AS (
    SELECT s.slug, e.* FROM crt.provider_events e JOIN crt.stores s ON s.id = e.store_id WHERE e.store_id = ANY ($1::uuid[])),
due AS (SELECT slug, channel, due_within, sum(events) AS n, sum(due_ms) AS ms FROM event WHERE due_ms IS NOT NULL GROUP BY 1, 2, 3),
bucket AS (
    SELECT d.slug, d.channel, b.bound, coalesce(sum(d.n) FILTER (WHERE d.due_within <= b.bound), 0) AS n
      FROM due d CROSS JOIN unnest(crt.due_bounds()) b (bound) GROUP BY 1, 2, 3)
SELECT m.name, m.store, m.label, m.label2, m.label3, m.label4, m.suffix, trim_scale(m.value)::text AS value FROM (
    SELECT 'crt_provider_results_total' AS name, slug AS store, channel::text AS label, provider AS label2, event AS label3,
           code AS label4, NULL AS suffix, NULL::int AS place, sum(events) AS value
      FROM event WHERE NOT reported GROUP BY slug, channel, provider, event, code
    UNION ALL
    SELECT 'crt_provider_events_total', slug, channel::text, provider, event, NULL, NULL, NULL, sum(events)
      FROM event WHERE reported GROUP BY slug, channel, provider, event
    UNION ALL
    SELECT 'crt_provider_response_seconds', slug, channel::text, provider, NULL, NULL, v.suffix, v.place, v.value
      FROM (SELECT slug, channel, provider, sum(responses) AS n, sum(response_ms) AS ms FROM event WHERE NOT reported GROUP BY 1, 2, 3) a
     CROSS JOIN LATERAL (VALUES ('_sum', 1, ms / 1000.0), ('_count', 2, n)) v (suffix, place, value)
    UNION ALL
    SELECT 'crt_message_due_to_sent_seconds', slug, channel::text, bound || '.0', NULL, NULL, '_bucket', bound, n FROM bucket
    UNION ALL
    SELECT 'crt_message_due_to_sent_seconds', slug, channel::text, v.le, NULL, NULL, v.suffix, v.place, v.value
      FROM (SELECT slug, channel, sum(n) AS n, sum(ms) AS ms FROM due GROUP BY 1, 2) d
     CROSS JOIN LATERAL (VALUES
        ('+Inf', '_bucket', 2147483645, n), (NULL, '_sum', 2147483646, ms / 1000.0), (NULL, '_count', 2147483647, n))
           v (le, suffix, place, value)) m
 ORDER BY m.name COLLATE "C", m.store COLLATE "C", m.label COLLATE "C",
          CASE WHEN m.name <> 'crt_message_due_to_sent_seconds' THEN m.label2 END COLLATE "C",
          m.place, m.label3 COLLATE "C", m.label4 COLLATE "C";
