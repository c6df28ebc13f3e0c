-- no parameters
-- a row a store that has switched off the check of how old its orders are
-- columns: slug
SELECT slug FROM crt.stores WHERE settings ->> 'orders_max_age' = 'off' ORDER BY slug;
