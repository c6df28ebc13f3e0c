-- no parameters
-- one row: nothing; this session has no advisory locks any more
-- columns: released
SELECT pg_advisory_unlock_all()::text AS released;
