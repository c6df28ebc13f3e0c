-- $1 stores
-- one row per campaign
-- columns: store id name type status trigger_conditions sequence_steps created_at updated_at
SELECT s.slug AS store, t.id, t.name, t.type, t.status, t.trigger_conditions, t.sequence_steps, t.created_at, t.updated_at
  FROM crt.v_campaigns t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
