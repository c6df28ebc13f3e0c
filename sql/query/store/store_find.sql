-- $1 slug
-- one row if the store exists
-- columns: id platform
SELECT id, lower(platform::text) AS platform FROM crt.stores WHERE slug = $1;
