-- $1 store, $2 first day, $3 last day
-- the number of deleted rows; the days are no longer open
WITH done AS (DELETE FROM crt.rollup_days WHERE store_id = $1::uuid AND date BETWEEN $2::date AND $3::date)
DELETE FROM crt.analytics WHERE store_id = $1::uuid AND date BETWEEN $2::date AND $3::date;
