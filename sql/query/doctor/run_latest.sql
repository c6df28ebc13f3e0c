-- no parameters
-- a row a command: its name, when its latest run began, whether it ended, its exit, its reason
SELECT DISTINCT ON (command) command, to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       ended_at IS NOT NULL, coalesce(exit, 0), coalesce(reason, '')
  FROM crt.runs ORDER BY command, started_at DESC;
