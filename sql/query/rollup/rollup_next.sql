-- $1 store, $2 maximum days, $3 maximum carts
-- one row: the oldest open days without a gap between them, first to last, at least one if there is any (days); more:
-- whether there are others; all abandonments of these days are in since to until. A change to winter time at midnight
-- repeats some of the day before, so where the clock changes there are three hours more on both sides
-- columns: first last days carts more since until zone
WITH open AS (
    SELECT d.date, s.timezone, d.date::timestamp AT TIME ZONE s.timezone AS since, (d.date + 1)::timestamp AT TIME ZONE s.timezone AS until
      FROM crt.rollup_days d JOIN crt.stores s ON s.id = d.store_id
     WHERE d.store_id = $1::uuid ORDER BY d.date LIMIT $2::int),
counted AS (
    SELECT o.*, coalesce(sum(n.carts) OVER (ORDER BY o.date ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) + n.carts AS carts,
           row_number() OVER (ORDER BY o.date) AS place, o.date - min(o.date) OVER () + 1 AS offset_place
      FROM open o CROSS JOIN LATERAL (
        SELECT count(*) AS carts FROM crt.abandoned_carts a
         WHERE a.store_id = $1::uuid AND a.abandoned_at >= o.since AND a.abandoned_at < o.until) n)
SELECT c.first, c.last, c.days, c.carts, c.days > 0 AND (c.days < n.days OR n.days = $2::int) AS more, c.since - w.wider AS since,
       c.until + w.wider AS until, c.zone
  FROM (SELECT min(date) AS first, max(date) AS last, count(*) AS days, max(carts) AS carts, min(since) AS since,
               max(until) AS until, min(timezone) AS zone
          FROM counted WHERE place = offset_place AND (place = 1 OR carts <= $3::bigint)) c
 CROSS JOIN (SELECT count(*) AS days FROM open) n
 CROSS JOIN LATERAL (
    SELECT CASE WHEN bool_and((t + interval '1 day') AT TIME ZONE c.zone - (t - interval '1 day') AT TIME ZONE c.zone = interval '2 days')
                THEN interval '0' ELSE interval '3 hours' END AS wider
      FROM (VALUES (c.since), (c.until)) v (t)) w;
