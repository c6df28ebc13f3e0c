-- $1 stores, $2 names of time zones, $3 first day, $4 last day
-- one row per change of a zone's offset from UTC, by name (its bytes) and time: the zones of $2, of the stores, and of the
-- persons to whom text messages of the stores may be due.  minutes: east of UTC from then on; the first row of a zone is
-- the first day's; null: there is no such zone.  Compares weeks first, then the quarters of an hour of those that differ.
-- columns: name at minutes
WITH active AS (
    SELECT m.store_id, m.customer_id FROM crt.messages m
     WHERE m.store_id = ANY ($1::uuid[]) AND m.status IN ('QUEUED', 'HELD') AND m.channel = 'SMS'
    UNION ALL
    SELECT n.store_id, n.customer_id FROM crt.enrollments n JOIN crt.campaigns g ON g.store_id = n.store_id AND g.id = n.campaign_id
     WHERE n.store_id = ANY ($1::uuid[]) AND n.state = 'RUNNING' AND g.sequence_steps -> n.next_step ->> 'channel' = 'SMS'),
wanted AS (
    SELECT unnest($2::text[]) AS name UNION SELECT timezone FROM crt.stores WHERE id = ANY ($1::uuid[])
    UNION SELECT p.timezone FROM active a JOIN crt.customers p ON p.store_id = a.store_id AND p.id = a.customer_id
     WHERE p.timezone IS NOT NULL),
known AS MATERIALIZED (SELECT w.name, crt.timezone_usable(w.name) AS usable FROM wanted w),
weeks AS MATERIALIZED (
    SELECT k.name, d.at, extract(epoch FROM (d.at AT TIME ZONE k.name) - (d.at AT TIME ZONE 'UTC'))::int / 60 AS minutes
      FROM known k CROSS JOIN generate_series($3::timestamptz, $4::timestamptz, '168 hours') d (at) WHERE k.usable),
steps AS (SELECT name, at, minutes, lag(minutes) OVER (PARTITION BY name ORDER BY at) AS was FROM weeks)
SELECT name COLLATE "C" AS name, at, minutes FROM steps WHERE was IS NULL
UNION ALL
SELECT s.name, q.at, s.minutes FROM steps s
 CROSS JOIN LATERAL (
    SELECT min(q.at) AS at FROM generate_series(s.at - interval '168 hours', s.at, '15 minutes') q (at)
     WHERE extract(epoch FROM (q.at AT TIME ZONE s.name) - (q.at AT TIME ZONE 'UTC'))::int / 60 <> s.was) q
 WHERE s.minutes <> s.was
UNION ALL
SELECT name, NULL, NULL FROM known WHERE NOT usable
 ORDER BY 1, 2;
