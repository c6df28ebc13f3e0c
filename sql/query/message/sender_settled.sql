-- $1 a sender
-- one row: whether it has nothing in hand any more
SELECT NOT EXISTS (SELECT FROM crt.messages WHERE status = 'SENDING' AND claimed_by = $1::bigint);
