-- no parameters
-- one row per applied file
-- columns: number name sha256
SELECT number, name, sha256 FROM crt.schema_version ORDER BY number;
