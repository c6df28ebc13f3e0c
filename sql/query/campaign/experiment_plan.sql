-- $1 store, $2 campaign, $3 now
-- at most one row: the experiment that runs; weekly: persons of the store with an address who abandoned a cart, the median
-- of the last 8 weeks; rate: how many of the carts were recovered in the window, of those 8 weeks whose window is over; null:
-- no such cart
-- columns: window_days alpha min_effect cap currency weekly rate
WITH x AS (
    SELECT * FROM crt.experiments WHERE store_id = $1::uuid AND campaign_id = crt.derived_uuid($1 || 'campaign' || $2)
     ORDER BY number DESC LIMIT 1),
cart AS (
    SELECT v.abandoned_at, a.customer_id, v.recovered AND v.recovered_at < v.abandoned_at + x.outcome_window AS recovered
      FROM x JOIN crt.outcomes v ON v.store_id = $1::uuid
      JOIN crt.abandoned_carts a ON a.store_id = $1::uuid AND a.id = v.episode_id
      JOIN crt.customers p ON p.store_id = $1::uuid AND p.id = a.customer_id
     WHERE v.abandoned_at >= $3::timestamptz - interval '56 days' - x.outcome_window AND v.abandoned_at < $3::timestamptz
       AND p.email_norm IS NOT NULL),
week AS (
    SELECT count(DISTINCT c.customer_id) AS persons
      FROM generate_series(1, 8) n
      LEFT JOIN cart c ON c.abandoned_at >= $3::timestamptz - n * interval '7 days'
       AND c.abandoned_at < $3::timestamptz - (n - 1) * interval '7 days' GROUP BY n)
SELECT extract(epoch FROM outcome_window)::bigint / 86400 AS window_days, alpha, min_effect, cap, currency,
       (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY persons) FROM week) AS weekly,
       (SELECT avg(recovered::int) FROM cart WHERE abandoned_at < $3::timestamptz - x.outcome_window) AS rate
  FROM x;
