-- $1 slug
-- a row when there is such a store: its id and platform
SELECT id, lower(platform::text) FROM crt.stores WHERE slug = $1;
