-- $1 number, $2 name, $3 checksum, $4 time
-- returns nothing
INSERT INTO crt.schema_version (number, name, sha256, applied_at)
VALUES ($1::integer, $2, $3, $4::timestamptz);
