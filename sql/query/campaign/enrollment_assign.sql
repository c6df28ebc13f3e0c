-- $1 stores, $2 ids, $3 whether held out, $4 holdouts in percent, $5 waits in seconds (null: one for all); arrays of the
-- same length; $6 now
-- the number of enrollments whose persons were assigned to an arm, each once
UPDATE crt.enrollments e SET held_out = g.held_out, holdout = g.holdout, wait = g.wait, assigned_at = $6::timestamptz
  FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::int[], $5::int[]) AS g (store_id, id, held_out, holdout, wait)
 WHERE e.store_id = g.store_id AND e.id = g.id AND e.assigned_at IS NULL;
