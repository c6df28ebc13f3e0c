-- $1 command, $2 whether only until the end of the transaction
-- one row: whether this session is now the only one that runs the command
-- columns: locked
SELECT CASE WHEN $2::boolean THEN pg_try_advisory_xact_lock(hashtext('crt.run'), hashtext($1))
            ELSE pg_try_advisory_lock(hashtext('crt.run'), hashtext($1)) END AS locked;
