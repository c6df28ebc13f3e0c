-- $1 stores, $2 name
-- one row per campaign with this name, including deleted ones
-- columns: store_id id status version priority holdout trigger_conditions sequence_steps source type
SELECT store_id, id, status, version, priority, holdout, trigger_conditions::text, sequence_steps::text, source, type
  FROM crt.campaigns WHERE store_id = ANY ($1::uuid[]) AND name = $2 ORDER BY store_id;
