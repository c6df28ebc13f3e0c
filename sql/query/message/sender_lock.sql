-- $1 this sender
-- one row.  Held as long as the sender lives: when another can take it, the sender is dead
-- columns: locked
SELECT pg_advisory_lock($1::bigint) AS locked;
