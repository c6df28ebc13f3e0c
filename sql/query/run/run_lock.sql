-- $1 command
-- one row: whether this session is now the only one that runs the command
-- columns: locked
SELECT pg_try_advisory_lock(hashtext('crt.run'), hashtext($1)) AS locked;
