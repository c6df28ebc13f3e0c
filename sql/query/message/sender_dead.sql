-- $1 a sender
-- one row: whether it is dead; the lock that this takes to find out is released at once
-- columns: dead
SELECT CASE WHEN pg_try_advisory_lock($1::bigint) THEN pg_advisory_unlock($1::bigint) ELSE false END AS dead;
