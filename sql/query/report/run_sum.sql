-- $1 since, $2 until, $3 late (an interval)
-- one row per command: its runs, how many began later than $3 after the previous one, how many failed or never ended;
-- runs that ended with 64 do not count, as in run_last
-- columns: command runs late failed
SELECT command, count(*) AS runs, count(*) FILTER (WHERE gap > $3::interval) AS late,
       count(*) FILTER (WHERE exit NOT IN (0, 3, 75) OR (ended_at IS NULL AND NOT newest)) AS failed
  FROM (SELECT *, started_at - lag(started_at) OVER w AS gap, lead(started_at) OVER w IS NULL AS newest
          FROM crt.runs WHERE started_at < $2::timestamptz AND exit IS DISTINCT FROM 64
        WINDOW w AS (PARTITION BY command ORDER BY started_at)) r
 WHERE started_at >= $1::timestamptz
 GROUP BY command ORDER BY command;
