-- $1 this sender, $2 whether only until the end of the transaction
-- one row.  A sender holds this lock while it runs: when another session can take it, the sender is dead
-- columns: locked
SELECT CASE WHEN $2::boolean THEN pg_try_advisory_xact_lock($1::bigint) ELSE pg_try_advisory_lock($1::bigint) END AS locked;
