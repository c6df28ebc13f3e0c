-- no parameters
-- one row: the transaction's lines are empty
-- columns: begun
SELECT crt.dnc_begin() IS NULL AS begun;
