-- $1 stores
-- one row per campaign that runs or has run
-- columns: store_id id name active priority trigger_conditions sequence_steps holdout type version
SELECT store_id, id, name, status = 'ACTIVE' AS active, priority, trigger_conditions, sequence_steps, holdout, type, version
  FROM crt.campaigns WHERE store_id = ANY ($1::uuid[]) ORDER BY store_id, priority, name;
