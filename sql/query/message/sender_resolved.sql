-- $1 a sender
-- one row: whether it has no message in flight; false for a role that sees only some messages
-- columns: resolved
SELECT NOT row_security_active('crt.messages')
   AND NOT EXISTS (SELECT FROM crt.messages WHERE status = 'SENDING' AND claimed_by = $1::bigint) AS resolved;
