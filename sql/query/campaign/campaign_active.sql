-- $1 stores
-- a row a campaign that runs or has run: store, id, name, whether active, priority, trigger, steps, holdout
SELECT store_id, id, name, status = 'ACTIVE', priority, trigger_conditions, sequence_steps, holdout
  FROM crt.campaigns WHERE store_id = ANY ($1::uuid[]) ORDER BY store_id, priority, name;
