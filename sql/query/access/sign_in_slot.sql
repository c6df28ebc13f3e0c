-- no parameters
-- one row: whether one of the two places for checking a password is free; it is this transaction's until its end
-- columns: free
SELECT pg_try_advisory_xact_lock(hashtext('crt.sign_in'), 1) OR pg_try_advisory_xact_lock(hashtext('crt.sign_in'), 2) AS free;
