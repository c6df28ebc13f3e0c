-- $1 name
-- one row: whether the server can calculate in the time zone; cheaper than reading pg_timezone_names
-- columns: usable
SELECT crt.timezone_usable($1) AS usable;
