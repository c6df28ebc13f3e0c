-- no parameters
-- one row: whether the version table exists
-- columns: present
SELECT to_regclass('crt.schema_version') IS NOT NULL AS present;
