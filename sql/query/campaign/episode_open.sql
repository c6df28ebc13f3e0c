-- $1 store, $2 campaign, $3 now, $4 carts (null: all), $5 after this episode (null: from the first), $6 limit
-- one row per open episode, by id: its enrollment in the campaign (null: none), whether another campaign has it, and the
-- facts of a trigger; locked until the transaction ends
-- columns: cart refusal taken enrolled enrollment_id enrollment_state next_step next_at started_at +episode_take
SELECT c.external_id AS cart, a.refusal, a.taken_at IS NOT NULL AS taken, a.enrolled, n.id AS enrollment_id,
       n.state AS enrollment_state, n.next_step, n.next_at, n.started_at, f.*
  FROM (SELECT * FROM crt.abandoned_carts
         WHERE store_id = $1::uuid AND state = 'OPEN' AND expires_at > $3::timestamptz AND ($4::uuid[] IS NULL OR cart_id = ANY ($4))
           AND ($5::uuid IS NULL OR id > $5)
         ORDER BY id LIMIT $6::int FOR UPDATE) a
 CROSS JOIN LATERAL (SELECT external_id FROM crt.carts WHERE store_id = $1::uuid AND id = a.cart_id OFFSET 0) c
  LEFT JOIN LATERAL (
    SELECT * FROM crt.enrollments WHERE store_id = $1::uuid AND episode_id = a.id AND campaign_id = $2::uuid OFFSET 0) n ON true
 CROSS JOIN LATERAL crt.trigger_facts($1::uuid, a.id) f
 ORDER BY a.id;
