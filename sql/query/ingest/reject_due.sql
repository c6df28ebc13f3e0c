-- $1 now
-- one row: whether a reject exists that was ahead of the clock on arrival and can be ingested now
-- columns: due
SELECT EXISTS (SELECT FROM crt.rejects WHERE retry_at <= $1::timestamptz AND dropped_at IS NULL) AS due;
