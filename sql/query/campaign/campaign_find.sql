-- $1 stores, $2 name
-- a row a campaign of this name, deleted too
-- columns: store_id id status version priority holdout trigger_conditions sequence_steps source
SELECT store_id, id, status, version, priority, holdout, trigger_conditions::text, sequence_steps::text, source
  FROM crt.campaigns WHERE store_id = ANY ($1::uuid[]) AND name = $2 ORDER BY store_id;
