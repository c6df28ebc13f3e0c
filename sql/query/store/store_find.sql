-- $1 slug
-- a row when there is such a store
-- columns: id platform
SELECT id, lower(platform::text) AS platform FROM crt.stores WHERE slug = $1;
