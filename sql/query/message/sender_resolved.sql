-- $1 a sender
-- one row: whether it has nothing in hand any more; a role that sees only some messages cannot tell
-- columns: resolved
SELECT NOT row_security_active('crt.messages')
   AND NOT EXISTS (SELECT FROM crt.messages WHERE status = 'SENDING' AND claimed_by = $1::bigint) AS resolved;
