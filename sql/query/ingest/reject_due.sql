-- $1 now
-- one row: is there a reject that can be taken now, though it could not when it came?
-- columns: due
SELECT EXISTS (SELECT FROM crt.rejects WHERE retry_at <= $1::timestamptz AND dropped_at IS NULL) AS due;
