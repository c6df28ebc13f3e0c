-- no parameters
-- one row per store that has orders_max_age off
-- columns: slug
SELECT slug FROM crt.stores WHERE settings ->> 'orders_max_age' = 'off' ORDER BY slug;
