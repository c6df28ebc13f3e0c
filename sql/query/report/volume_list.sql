-- $1 stores, $2 now, $3 the least median that is compared
-- one row per store and step, with a history of at least 4 weeks: carts that were abandoned, messages that were sent, or of
-- these only those of one step (number, from 1) of an active campaign. n is the number in the last days; of the same days of
-- the week in up to 8 weeks before are the median and the median absolute deviation; days is 1, or 7 where the median of one
-- is too small
-- columns: store_id step campaign number days n median mad
WITH store AS (
    SELECT s.id, first.at FROM crt.stores s
     CROSS JOIN LATERAL (SELECT min(a.abandoned_at) AS at FROM crt.abandoned_carts a WHERE a.store_id = s.id) first
     WHERE s.id = ANY ($1::uuid[])),
week AS (
    SELECT s.id, d.days, w.back, $2::timestamptz - make_interval(days => 7 * w.back + d.days) AS since,
           $2::timestamptz - make_interval(days => 7 * w.back) AS until
      FROM store s CROSS JOIN generate_series(0, 8) w (back) CROSS JOIN (VALUES (1), (7)) d (days)
     WHERE s.at <= $2::timestamptz - make_interval(days => 7 * w.back + d.days)),
sent AS MATERIALIZED (
    SELECT w.id, w.days, w.back, g.id AS campaign_id, m.step_index, m.n
      FROM week w JOIN crt.campaigns g ON g.store_id = w.id
     CROSS JOIN LATERAL (
        SELECT m.step_index, count(*) AS n FROM crt.messages m
         WHERE m.store_id = w.id AND m.campaign_id = g.id AND m.sent_at > w.since AND m.sent_at <= w.until
           AND m.status IN ('SENT', 'DELIVERED', 'OPENED', 'CLICKED') GROUP BY 1) m),
single AS (
    SELECT DISTINCT m.id, m.campaign_id, m.step_index, g.name
      FROM sent m JOIN crt.campaigns g ON g.store_id = m.id AND g.id = m.campaign_id
     WHERE g.status = 'ACTIVE' AND m.step_index < jsonb_array_length(g.sequence_steps)),
counted AS (
    SELECT w.id, w.days, w.back, 'abandoned' AS step, NULL AS campaign, NULL::int AS number,
           (SELECT count(*) FROM crt.abandoned_carts a
             WHERE a.store_id = w.id AND a.abandoned_at > w.since AND a.abandoned_at <= w.until) AS n
      FROM week w
    UNION ALL
    SELECT w.id, w.days, w.back, 'sent', NULL, NULL,
           (SELECT coalesce(sum(m.n), 0) FROM sent m WHERE m.id = w.id AND m.days = w.days AND m.back = w.back) FROM week w
    UNION ALL
    SELECT w.id, w.days, w.back, 'one', o.name, o.step_index + 1, coalesce(m.n, 0)
      FROM single o JOIN week w ON w.id = o.id
      LEFT JOIN sent m ON m.id = w.id AND m.days = w.days AND m.back = w.back AND m.campaign_id = o.campaign_id
       AND m.step_index = o.step_index),
middle AS (
    SELECT id, step, campaign, number, days, max(n) FILTER (WHERE back = 0) AS n,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY n) FILTER (WHERE back > 0) AS median
      FROM counted GROUP BY id, step, campaign, number, days HAVING count(*) > 4),
chosen AS (
    SELECT DISTINCT ON (id, step, campaign, number) * FROM middle WHERE median >= $3::int
     ORDER BY id, step, campaign, number, days)
SELECT m.id AS store_id, m.step, m.campaign, m.number, m.days, m.n, m.median,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(c.n - m.median)) AS mad
  FROM chosen m JOIN counted c ON c.id = m.id AND c.step = m.step AND c.campaign IS NOT DISTINCT FROM m.campaign
       AND c.number IS NOT DISTINCT FROM m.number AND c.days = m.days AND c.back > 0
 GROUP BY m.id, m.step, m.campaign, m.number, m.days, m.n, m.median
 ORDER BY m.id, m.campaign NULLS FIRST, m.step, m.number;
