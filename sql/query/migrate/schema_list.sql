-- no parameters
-- a row a file that was applied
-- columns: number name sha256
SELECT number, name, sha256 FROM crt.schema_version ORDER BY number;
