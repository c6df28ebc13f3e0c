-- $1 command, $2 now
-- one row: when its last run began, how many began after the last ended run, and that run's times and result;
-- runs that ended with 64 do not count: their command line was wrong, so the stage has not run; nor do
-- those of a clock that ran ahead: they would hide that the stage has stopped
-- columns: began open ended_at exit reason
SELECT (SELECT max(started_at) FROM crt.runs WHERE command = $1 AND exit IS DISTINCT FROM 64
           AND started_at <= $2::timestamptz + interval '1 minute') AS began,
       (SELECT count(*) FROM crt.runs r WHERE r.command = $1 AND r.ended_at IS NULL
           AND r.started_at <= $2::timestamptz + interval '1 minute'
           AND (e.started_at IS NULL OR r.started_at > e.started_at)) AS open,
       e.ended_at, e.exit, e.reason
  FROM (SELECT 1) AS one
  LEFT JOIN LATERAL (SELECT started_at, ended_at, exit, reason FROM crt.runs
                      WHERE command = $1 AND ended_at IS NOT NULL AND exit <> 64
                        AND started_at <= $2::timestamptz + interval '1 minute' ORDER BY started_at DESC LIMIT 1) e ON true;
