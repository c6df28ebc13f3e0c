-- $1 stores or null for all, including those without a store, $2 since
-- one row: rejects since then, records that crt-ingest ingested since then, and those that it rejected
-- columns: rejects records rejected
SELECT (SELECT count(*) FROM crt.rejects WHERE created_at >= $2::timestamptz AND dropped_at IS NULL
           AND ($1::uuid[] IS NULL OR store_id = ANY ($1::uuid[]))) AS rejects,
       coalesce(sum((counts->>'records')::bigint), 0) AS records,
       coalesce(sum((counts->>'rejected')::bigint), 0) AS rejected
  FROM crt.runs WHERE command = 'crt-ingest' AND started_at >= $2::timestamptz;
