-- no parameters
-- one row at most: the newest backup of which this database has the row, so it is the one that was restored; since: the
-- journal counts from then on, by the clock of its server. A transaction that was open then is older by an hour at most
-- columns: id since
SELECT id, to_char((started_at - interval '1 hour') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS since
  FROM crt.backups ORDER BY started_at DESC LIMIT 1;
