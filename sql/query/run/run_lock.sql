-- $1 command
-- one row: whether this session is now the only one that runs the command
SELECT pg_try_advisory_lock(hashtext('crt.run'), hashtext($1));
