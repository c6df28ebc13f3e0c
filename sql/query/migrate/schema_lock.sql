-- no parameters
-- one row; every change of the schema holds this lock until the transaction ends
-- columns: locked
SELECT pg_advisory_xact_lock(6517364, 1)::text AS locked;
