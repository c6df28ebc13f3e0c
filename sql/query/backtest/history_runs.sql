-- $1 from, $2 to
-- one row per run of crt-campaign in that time
-- columns: at
SELECT started_at AS at FROM crt.runs
 WHERE command = 'crt-campaign' AND started_at >= $1::timestamptz AND started_at < $2::timestamptz ORDER BY started_at;
