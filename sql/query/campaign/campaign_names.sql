-- $1 stores
-- one row per name of a campaign that is not deleted
-- columns: name
SELECT DISTINCT name FROM crt.campaigns WHERE store_id = ANY ($1::uuid[]) AND status <> 'DELETED' ORDER BY name;
