-- $1 stores, $2 episodes; arrays of the same length
-- one row per episode that may be handled, with the facts of its trigger (crt.trigger_facts); locked until the transaction ends
-- columns: store_id id customer_id value currency items abandoned_at minute weekday
-- columns: orders spent ordered_at country region locale consent tags origin by_hand
-- columns: recency frequency spending
SELECT f.*
  FROM unnest($1::uuid[], $2::uuid[]) w (store_id, id)
 CROSS JOIN LATERAL (    -- by key, before the state is checked: not through the index of open episodes
    SELECT * FROM crt.abandoned_carts x WHERE x.store_id = w.store_id AND x.id = w.id
    OFFSET 0 FOR UPDATE SKIP LOCKED) a
 CROSS JOIN LATERAL crt.trigger_facts(a.store_id, a.id) f
 WHERE a.state = 'OPEN' AND a.taken_at IS NULL;
