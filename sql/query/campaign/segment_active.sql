-- $1 stores
-- one row per segment, by store
-- columns: store_id name conditions
SELECT store_id, name, conditions FROM crt.segments WHERE store_id = ANY ($1::uuid[]) ORDER BY store_id, name;
