-- no parameters
-- one row: the number of large partitions that were never analyzed, and now are
-- columns: analyzed
SELECT crt.analyze_new() AS analyzed;
