-- no parameters
-- a row a file that was applied: number, name, checksum
SELECT number, name, sha256 FROM crt.schema_version ORDER BY number;
