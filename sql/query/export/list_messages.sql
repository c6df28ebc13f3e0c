-- $1 stores
-- one row per message
-- columns: store id campaign cart_id customer_id step_index channel template status reason not_before sent_at created_at updated_at
SELECT s.slug AS store, t.id, g.name AS campaign, t.episode_id AS cart_id, t.customer_id, t.step_index + 1 AS step_index, t.channel,
       t.template, t.status, t.reason, t.not_before, t.sent_at, t.created_at, t.updated_at
  FROM crt.messages t JOIN crt.stores s ON s.id = t.store_id
  LEFT JOIN crt.campaigns g ON g.store_id = t.store_id AND g.id = t.campaign_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
