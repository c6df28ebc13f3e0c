-- no parameters
-- one row per command, with its latest run that did not end with 64, as in run_last
-- columns: command began ended exit reason
SELECT DISTINCT ON (command) command, to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS began,
       ended_at IS NOT NULL AS ended, coalesce(exit, 0) AS exit, coalesce(reason, '') AS reason
  FROM crt.runs WHERE exit IS DISTINCT FROM 64 ORDER BY command, started_at DESC;
