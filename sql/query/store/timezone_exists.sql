-- $1 name
-- one row: whether PostgreSQL knows the time zone
-- columns: known
SELECT EXISTS (SELECT FROM pg_catalog.pg_timezone_names WHERE name = $1) AS known;
