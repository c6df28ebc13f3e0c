-- $1 organization, $2 domain of the sender (null: no daily limit), $3 now, $4 daily limit, $5 provider, $6 messages a second (0: no limit)
-- one row: how many mails are left that day (null: no limit), and in how many milliseconds the provider's rate allows another.
-- Other senders wait for both until the transaction ends
-- columns: remaining wait
WITH day AS (
    INSERT INTO crt.send_days AS d (organization_id, domain, day, mails)
    SELECT $1::uuid, $2::text, ($3::timestamptz AT TIME ZONE 'UTC')::date, 0 WHERE $2 IS NOT NULL
    ON CONFLICT (organization_id, domain, day) DO UPDATE SET mails = d.mails
    RETURNING greatest($4::bigint - d.mails, 0) AS remaining),
rate AS (
    INSERT INTO crt.send_rates AS r (organization_id, provider, free_at)
    SELECT $1::uuid, $5::text, clock_timestamp() WHERE $6::float8 > 0
    ON CONFLICT (organization_id, provider) DO UPDATE SET free_at = r.free_at
    RETURNING greatest(ceil(extract(epoch FROM r.free_at - clock_timestamp()) * 1000), 0)::bigint AS wait)
SELECT (SELECT remaining FROM day) AS remaining, coalesce((SELECT wait FROM rate), 0) AS wait;
