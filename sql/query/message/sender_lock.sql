-- $1 this sender
-- one row.  A sender holds this lock while it runs: when another session can take it, the sender is dead
-- columns: locked
SELECT pg_advisory_lock($1::bigint) AS locked;
