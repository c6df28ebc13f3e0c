-- $1 stores, $2 this sender
-- a row a sender that has messages in hand: its key, and whether its lease is over
SELECT claimed_by, bool_and(claimed_until < clock_timestamp())
  FROM crt.messages
 WHERE store_id = ANY ($1::uuid[]) AND status = 'SENDING' AND claimed_by <> $2::bigint
 GROUP BY claimed_by;
