-- $1 a sender
-- one row: whether it is dead; what was taken to find that out is given back
-- columns: dead
SELECT CASE WHEN pg_try_advisory_lock($1::bigint) THEN pg_advisory_unlock($1::bigint) ELSE false END AS dead;
