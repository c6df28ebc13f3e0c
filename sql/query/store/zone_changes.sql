-- $1 name of a time zone, $2 first day, $3 last day
-- one row per change of the zone's offset from UTC, in order: its time, and the minutes east of UTC from then on; the
-- first row is the first day's.  Compares days first, then the quarters of an hour of days that differ.
-- columns: at minutes
WITH days AS (
    SELECT d.at, extract(epoch FROM (d.at AT TIME ZONE $1) - (d.at AT TIME ZONE 'UTC'))::int / 60 AS minutes
      FROM generate_series($2::timestamptz, $3::timestamptz, '24 hours') d (at)),
steps AS (SELECT at, minutes, lag(minutes) OVER (ORDER BY at) AS was FROM days)
SELECT at, minutes FROM steps WHERE was IS NULL
UNION ALL
SELECT q.at, s.minutes FROM steps s
 CROSS JOIN LATERAL (
    SELECT min(q.at) AS at FROM generate_series(s.at - interval '24 hours', s.at, '15 minutes') q (at)
     WHERE extract(epoch FROM (q.at AT TIME ZONE $1) - (q.at AT TIME ZONE 'UTC'))::int / 60 <> s.was) q
 WHERE s.minutes <> s.was
 ORDER BY 1;
