-- $1 name
-- one row: whether the server can reckon in the time zone, at no cost
-- columns: usable
SELECT crt.timezone_usable($1) AS usable;
