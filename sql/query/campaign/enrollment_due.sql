-- $1 store, $2 now, $3 limit
-- one row per enrollment whose next step is due, of an active campaign; locked until the transaction ends.
-- The order is that in which messages have priority (crt.facts_of): of not_before, then of the id
-- columns: store_id id version episode_id campaign_id next_step started_at locale held_out wait +explain_facts
WITH due AS (
    SELECT n.store_id, n.id, g.version, n.episode_id, n.campaign_id, n.next_step, n.next_at, n.customer_id, n.started_at,
           (g.sequence_steps -> n.next_step ->> 'channel')::crt.channel AS channel, g.sequence_steps -> n.next_step AS rule,
           g.holdout > 0 OR g.sequence_steps -> 0 -> 'waits' IS NOT NULL AS assigns
      FROM crt.enrollments n JOIN crt.campaigns g ON g.store_id = n.store_id AND g.id = n.campaign_id
     WHERE n.store_id = $1::uuid AND g.store_id = $1::uuid AND n.state = 'RUNNING' AND n.next_at <= $2::timestamptz AND g.status = 'ACTIVE'
     ORDER BY n.next_at, n.id LIMIT $3::int FOR UPDATE OF n SKIP LOCKED)
SELECT d.store_id, d.id, d.version, d.episode_id, d.campaign_id, d.next_step, d.started_at, f.locale,
       n.held_out, n.wait, f.state, f.expires_at, f.bought, f.cart_active, f.idle_at, f.bot, f.empty, f.address, f.suppressed,
       f.consent, f.orders_seen_at, f.person, f.sent, f.pending, f.order_rejected_at, f.link_dead, f.link_until, f.unread,
       f.paused_until, f.erasing, f.channel, f.country, f.region, f.timezone, f.confirmed, f.episode_text, f.texts, f.bought_at, f.written,
       f.registered, f.registry_at, f.abandoned_at, d.rule, r.*
  FROM due d
  LEFT JOIN LATERAL (SELECT * FROM crt.assigned($1::uuid, d.campaign_id, d.customer_id) WHERE d.assigns OFFSET 0) n ON true
 CROSS JOIN LATERAL (SELECT * FROM crt.facts_of($1::uuid, d.episode_id, NULL, NULL, d.channel) OFFSET 0) f
  LEFT JOIN LATERAL (SELECT * FROM crt.step_facts($1::uuid, d.episode_id, d.campaign_id, d.rule, $2::timestamptz) OFFSET 0) r ON true
 ORDER BY d.next_at, crt.derived_uuid(concat_ws('/', d.episode_id, d.campaign_id, d.next_step, d.channel));
