-- no parameters
-- returns nothing: the rest of this transaction reads one snapshot, and cannot write
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
