-- no parameters
-- one row per store that the role may see
-- columns: slug
SELECT slug FROM crt.stores;
