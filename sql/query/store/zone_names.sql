-- no parameters
-- one row per time zone that PostgreSQL knows, those of the continents first
-- columns: name
SELECT name FROM pg_catalog.pg_timezone_names
 WHERE name !~ '^(posix|right|posixrules|Factory)' ORDER BY name !~ '/', name COLLATE "C";
