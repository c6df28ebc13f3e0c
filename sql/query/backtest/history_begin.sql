-- $1 stores
-- one row: the time of the oldest stored event, or null
-- columns: oldest
SELECT min(e.time) AS oldest FROM crt.events e WHERE e.store_id = ANY ($1::uuid[]);
