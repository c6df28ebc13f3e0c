-- $1 store, $2 episode, $3 message (null: none yet), $4 its not before, $5 channel
-- at most one row: the facts that the gates need, in the columns that facts_read reads
-- columns: state expires_at bought cart_active idle_at bot empty address suppressed
-- columns: consent orders_seen_at person sent pending order_rejected_at link_dead link_until unread
-- columns: paused_until erasing channel country region timezone confirmed episode_text texts bought_at abandoned_at
SELECT state, expires_at, bought, cart_active, idle_at, bot, empty, address, suppressed,
       consent, orders_seen_at, person, sent, pending, order_rejected_at, link_dead, link_until, unread,
       paused_until, erasing, channel, country, region, timezone, confirmed, episode_text, texts, bought_at, abandoned_at
  FROM crt.facts_of($1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::crt.channel);
