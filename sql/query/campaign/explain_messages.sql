-- $1 store, $2 episode
-- one row per message; steps count from 0; at: the time at which its status was or will be reached
-- columns: id step_index channel status reason facts at not_before not_after
SELECT id, step_index, channel, status, reason, facts,
       coalesce(sent_at, CASE status WHEN 'HELD' THEN held_until WHEN 'QUEUED' THEN not_before END, updated_at) AS at, not_before, not_after
  FROM crt.messages WHERE store_id = $1::uuid AND episode_id = $2::uuid ORDER BY step_index, id;
