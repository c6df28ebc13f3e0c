-- $1 store, $2 episode
-- a row a message: id, step (from 0), status, reason, facts, when that was or will be, not before, not after
SELECT id, step_index, status, reason, facts, coalesce(sent_at, held_until, CASE WHEN status = 'QUEUED' THEN not_before END, updated_at),
       not_before, not_after
  FROM crt.messages WHERE store_id = $1::uuid AND episode_id = $2::uuid ORDER BY step_index, id;
