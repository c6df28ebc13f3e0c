-- $1 stores, $2 this sender
-- one row per sender with messages in flight; late: its lease is over
-- columns: claimed_by late
SELECT claimed_by, bool_and(claimed_until < clock_timestamp()) AS late
  FROM crt.messages
 WHERE store_id = ANY ($1::uuid[]) AND status = 'SENDING' AND claimed_by <> $2::bigint
 GROUP BY claimed_by;
