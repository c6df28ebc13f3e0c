-- no parameters
-- no answer: what follows in this transaction sees one moment, and changes nothing
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
