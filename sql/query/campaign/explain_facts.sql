-- $1 store, $2 episode, $3 message (null: none yet), $4 its not before, $5 channel, $6 campaign, $7 step (from 0), $8 now
-- at most one row: the facts that the gates need, in the columns that facts_read reads
-- columns: state expires_at bought cart_active idle_at bot empty address suppressed
-- columns: consent orders_seen_at person sent pending order_rejected_at link_dead link_until unread
-- columns: paused_until erasing channel country region timezone confirmed episode_text texts bought_at written registered
-- columns: registry_at abandoned_at rule clicked week_minute +episode_take
SELECT f.state, f.expires_at, f.bought, f.cart_active, f.idle_at, f.bot, f.empty, f.address, f.suppressed,
       f.consent, f.orders_seen_at, f.person, f.sent, f.pending, f.order_rejected_at, f.link_dead, f.link_until, f.unread,
       f.paused_until, f.erasing, f.channel, f.country, f.region, f.timezone, f.confirmed, f.episode_text, f.texts, f.bought_at, f.written,
       f.registered, f.registry_at, f.abandoned_at, g.rule, r.*
  FROM crt.facts_of($1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::crt.channel) f
  LEFT JOIN LATERAL (SELECT sequence_steps -> $7::int AS rule FROM crt.campaigns WHERE store_id = $1::uuid AND id = $6::uuid) g ON true
  LEFT JOIN LATERAL (SELECT * FROM crt.step_facts($1::uuid, $2::uuid, $6::uuid, g.rule, $8::timestamptz) OFFSET 0) r ON true;
