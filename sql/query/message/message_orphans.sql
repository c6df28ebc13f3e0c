-- $1 stores, $2 this sender
-- a row a sender that has messages in hand; late: its lease is over
-- columns: claimed_by late
SELECT claimed_by, bool_and(claimed_until < clock_timestamp()) AS late
  FROM crt.messages
 WHERE store_id = ANY ($1::uuid[]) AND status = 'SENDING' AND claimed_by <> $2::bigint
 GROUP BY claimed_by;
