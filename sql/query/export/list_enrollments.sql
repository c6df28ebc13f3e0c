-- $1 stores
-- one row per cart that a campaign has taken, with the arm of its experiment
-- columns: store id abandoned_cart_id campaign customer_id state reason next_step next_at assigned_at held_out holdout wait created_at
SELECT s.slug AS store, t.id, t.episode_id AS abandoned_cart_id, g.name AS campaign, t.customer_id, t.state, t.reason, t.next_step,
       t.next_at, t.assigned_at, t.held_out, t.holdout, t.wait, t.created_at
  FROM crt.enrollments t JOIN crt.stores s ON s.id = t.store_id
  JOIN crt.campaigns g ON g.store_id = t.store_id AND g.id = t.campaign_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
