-- $1 name
-- one row: whether PostgreSQL knows the time zone. To know that of UTC, it need not read its files
-- columns: known
SELECT $1 = 'UTC' OR EXISTS (SELECT FROM pg_catalog.pg_timezone_names WHERE name = $1) AS known;
