-- $1 stores, $2 now
-- one row per store and step, abandoned or sent, with a history of at least 4 weeks: the number in the last 24 hours
-- (n), and of the same 24 hours of the week in up to 8 weeks before the median and the median absolute deviation
-- columns: store_id step n median mad
WITH store AS (
    SELECT s.id, first.at FROM crt.stores s
     CROSS JOIN LATERAL (SELECT min(a.abandoned_at) AS at FROM crt.abandoned_carts a WHERE a.store_id = s.id) first
     WHERE s.id = ANY ($1::uuid[])),
week AS (
    SELECT s.id, w.back, $2::timestamptz - make_interval(days => 7 * w.back) AS until
      FROM store s CROSS JOIN generate_series(0, 8) w (back)
     WHERE s.at <= $2::timestamptz - make_interval(days => 7 * w.back + 1)),
counted AS (
    SELECT w.id, w.back, 'abandoned' AS step, (SELECT count(*) FROM crt.abandoned_carts a
             WHERE a.store_id = w.id AND a.abandoned_at > w.until - interval '1 day' AND a.abandoned_at <= w.until) AS n
      FROM week w
    UNION ALL
    SELECT w.id, w.back, 'sent', (SELECT count(*) FROM crt.campaigns g
              JOIN crt.messages m ON m.store_id = w.id AND m.campaign_id = g.id AND m.sent_at > w.until - interval '1 day'
               AND m.sent_at <= w.until AND m.status IN ('SENT', 'DELIVERED', 'OPENED', 'CLICKED')
             WHERE g.store_id = w.id) FROM week w),
middle AS (
    SELECT id, step, max(n) FILTER (WHERE back = 0) AS n,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY n) FILTER (WHERE back > 0) AS median
      FROM counted GROUP BY id, step HAVING count(*) > 4)
SELECT m.id AS store_id, m.step, m.n, m.median,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(c.n - m.median)) AS mad
  FROM middle m JOIN counted c ON c.id = m.id AND c.step = m.step AND c.back > 0
 GROUP BY m.id, m.step, m.n, m.median ORDER BY m.id, m.step;
