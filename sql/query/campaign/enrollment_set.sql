-- $1 stores, $2 ids, $3 states, $4 reasons, $5 next steps, $6 next at; arrays of the same length
-- the number of enrollments that advanced
UPDATE crt.enrollments e SET state = g.state, reason = g.reason, next_step = g.next_step, next_at = g.next_at
  FROM unnest($1::uuid[], $2::uuid[], $3::crt.enrollment_state[], $4::text[], $5::int[], $6::timestamptz[])
       AS g (store_id, id, state, reason, next_step, next_at)
 WHERE e.store_id = g.store_id AND e.id = g.id;
