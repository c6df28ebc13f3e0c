-- $1 store, $2 episode
-- at most one row: the facts (crt.episode_facts)
SELECT state, expires_at, bought, cart_active, idle_at, bot, empty, has_email, email_suppressed,
       consent_email, orders_seen_at, person, sent, pending
  FROM crt.episode_facts WHERE store_id = $1::uuid AND episode_id = $2::uuid;
