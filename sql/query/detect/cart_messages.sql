-- $1 store, $2 cart
-- one row per message; steps count from 0
-- columns: id step_index channel template status reason not_before sent_at
SELECT id, step_index, channel, template, status, reason, not_before, sent_at
  FROM crt.messages WHERE store_id = $1::uuid AND cart_id = $2::uuid ORDER BY not_before, step_index, id;
