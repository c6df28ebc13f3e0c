-- $1 stores, $2 now, $3 the least median that is compared
-- one row per store and step, abandoned or sent, with a history of at least 4 weeks: the number in the last days (n), and of
-- the same days of the week in up to 8 weeks before the median and the median absolute deviation; days is 1, or 7 where the
-- median of one is too small
-- columns: store_id step days n median mad
WITH store AS (
    SELECT s.id, first.at FROM crt.stores s
     CROSS JOIN LATERAL (SELECT min(a.abandoned_at) AS at FROM crt.abandoned_carts a WHERE a.store_id = s.id) first
     WHERE s.id = ANY ($1::uuid[])),
week AS (
    SELECT s.id, d.days, w.back, $2::timestamptz - make_interval(days => 7 * w.back + d.days) AS since,
           $2::timestamptz - make_interval(days => 7 * w.back) AS until
      FROM store s CROSS JOIN generate_series(0, 8) w (back) CROSS JOIN (VALUES (1), (7)) d (days)
     WHERE s.at <= $2::timestamptz - make_interval(days => 7 * w.back + d.days)),
counted AS (
    SELECT w.id, w.days, w.back, 'abandoned' AS step, (SELECT count(*) FROM crt.abandoned_carts a
             WHERE a.store_id = w.id AND a.abandoned_at > w.since AND a.abandoned_at <= w.until) AS n
      FROM week w
    UNION ALL
    SELECT w.id, w.days, w.back, 'sent', (SELECT count(*) FROM crt.campaigns g
              JOIN crt.messages m ON m.store_id = w.id AND m.campaign_id = g.id AND m.sent_at > w.since
               AND m.sent_at <= w.until AND m.status IN ('SENT', 'DELIVERED', 'OPENED', 'CLICKED')
             WHERE g.store_id = w.id) FROM week w),
middle AS (
    SELECT id, step, days, max(n) FILTER (WHERE back = 0) AS n,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY n) FILTER (WHERE back > 0) AS median
      FROM counted GROUP BY id, step, days HAVING count(*) > 4),
chosen AS (
    SELECT DISTINCT ON (id, step) * FROM middle WHERE median >= $3::int ORDER BY id, step, days)
SELECT m.id AS store_id, m.step, m.days, m.n, m.median,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(c.n - m.median)) AS mad
  FROM chosen m JOIN counted c ON c.id = m.id AND c.step = m.step AND c.days = m.days AND c.back > 0
 GROUP BY m.id, m.step, m.days, m.n, m.median ORDER BY m.id, m.step;
