-- $1 store, $2 now, $3 limit
-- one row per held message of an active campaign whose gates must be checked again; locked until the transaction ends
-- columns: store_id id not_before not_after episode_id campaign_id enrollment_id step_index held_out wait +explain_facts
WITH held AS (
    SELECT m.store_id, m.id, m.episode_id, m.not_before, m.not_after, m.campaign_id, m.enrollment_id,
           m.customer_id, m.step_index, m.channel,
           g.sequence_steps -> m.step_index AS rule, g.holdout > 0 OR g.sequence_steps -> 0 -> 'waits' IS NOT NULL AS assigns
      FROM crt.messages m JOIN crt.campaigns g ON g.store_id = m.store_id AND g.id = m.campaign_id
     WHERE m.store_id = $1::uuid AND g.store_id = $1::uuid AND m.status = 'HELD' AND m.held_until <= $2::timestamptz AND g.status = 'ACTIVE'
     ORDER BY m.held_until, m.id LIMIT $3::int FOR UPDATE OF m SKIP LOCKED)
SELECT h.store_id, h.id, h.not_before, h.not_after, h.episode_id, h.campaign_id, h.enrollment_id, h.step_index,
       n.held_out, n.wait, f.state, f.expires_at, f.bought, f.cart_active, f.idle_at, f.bot, f.empty, f.address, f.suppressed,
       f.consent, f.orders_seen_at, f.person, f.sent, f.pending, f.order_rejected_at, f.link_dead, f.link_until, f.unread,
       f.paused_until, f.erasing, f.channel, f.country, f.region, f.timezone, f.confirmed, f.episode_text, f.texts, f.bought_at, f.written,
       f.registered, f.registry_at, f.abandoned_at, h.rule, r.*
  FROM held h
  LEFT JOIN LATERAL (SELECT * FROM crt.assigned($1::uuid, h.campaign_id, h.customer_id) WHERE h.assigns OFFSET 0) n ON true
 CROSS JOIN LATERAL (SELECT * FROM crt.facts_of($1::uuid, h.episode_id, h.id, h.not_before, h.channel) OFFSET 0) f
  LEFT JOIN LATERAL (SELECT * FROM crt.step_facts($1::uuid, h.episode_id, h.campaign_id, h.rule, $2::timestamptz) OFFSET 0) r ON true
 ORDER BY h.not_before, h.id;
