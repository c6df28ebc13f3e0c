-- no parameters
-- one row: the oldest running transaction; every record to come is of this one or a later one
-- columns: transaction
SELECT pg_snapshot_xmin(pg_current_snapshot()) AS transaction;
