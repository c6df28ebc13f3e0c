-- $1 organization, $2 domain of the sender (null: no daily limit), $3 now, $4 mails, $5 provider, $6 messages a second (0: no limit)
-- mails that were taken; fewer than 0 are given back to the day, but not to the rate. Days are kept for a month
WITH day AS (
    UPDATE crt.send_days SET mails = greatest(mails + $4::bigint, 0)
     WHERE organization_id = $1::uuid AND domain = $2 AND day = ($3::timestamptz AT TIME ZONE 'UTC')::date),
old AS (
    DELETE FROM crt.send_days WHERE organization_id = $1::uuid AND domain = $2 AND day < ($3::timestamptz AT TIME ZONE 'UTC')::date - 31)
UPDATE crt.send_rates SET free_at = greatest(free_at, clock_timestamp()) + $4::bigint / $6::float8 * interval '1 second'
 WHERE organization_id = $1::uuid AND provider = $5 AND $6::float8 > 0 AND $4::bigint > 0;
