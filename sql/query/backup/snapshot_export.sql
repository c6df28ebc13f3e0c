-- no parameters
-- one row: the name of this transaction's snapshot, with which another session reads the same rows
-- columns: name
SELECT pg_export_snapshot() AS name;
