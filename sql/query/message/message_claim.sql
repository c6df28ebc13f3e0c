-- $1 store, $2 messages, $3 channel, $4 now
-- one row per message of an active campaign that is queued; locked until the transaction ends
-- columns: store_id id not_before not_after episode_id attempts template locale recipient recipient_key +explain_facts
WITH wanted AS (
    SELECT m.store_id, m.id, m.not_before, m.not_after, m.episode_id, m.attempts, m.template, m.locale,
           m.campaign_id, g.sequence_steps -> m.step_index AS rule
      FROM unnest($2::uuid[]) w (id)
     CROSS JOIN LATERAL (    -- by key, before the status is checked: not through the queue's index
        SELECT * FROM crt.messages m WHERE m.store_id = $1::uuid AND m.id = w.id
        OFFSET 0 FOR UPDATE SKIP LOCKED) m
      JOIN crt.campaigns g ON g.store_id = $1::uuid AND g.id = m.campaign_id
     WHERE m.channel = $3::crt.channel AND m.status = 'QUEUED' AND g.status = 'ACTIVE')
SELECT w.store_id, w.id, w.not_before, w.not_after, w.episode_id, w.attempts, w.template, w.locale,
       f.recipient, f.recipient_key,
       f.state, f.expires_at, f.bought, f.cart_active, f.idle_at, f.bot, f.empty, f.address, f.suppressed,
       f.consent, f.orders_seen_at, f.person, f.sent, f.pending, f.order_rejected_at, f.link_dead, f.link_until, f.unread,
       f.paused_until, f.erasing, f.channel, f.country, f.region, f.timezone, f.confirmed, f.episode_text, f.texts, f.bought_at, f.written,
       f.registered, f.registry_at, f.abandoned_at, w.rule, r.*
  FROM wanted w
 CROSS JOIN LATERAL (SELECT * FROM crt.facts_of($1::uuid, w.episode_id, w.id, w.not_before, $3::crt.channel) OFFSET 0) f
  LEFT JOIN LATERAL (SELECT * FROM crt.step_facts($1::uuid, w.episode_id, w.campaign_id, w.rule, $4::timestamptz) OFFSET 0) r ON true
 ORDER BY w.not_before, w.id;
