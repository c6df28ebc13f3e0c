-- no parameters
-- one row; whoever changes the schema holds this until the end of the transaction
-- columns: locked
SELECT pg_advisory_xact_lock(6517364, 1)::text AS locked;
