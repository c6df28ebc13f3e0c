-- $1 store, $2 episode
-- at most one row: the facts (crt.facts_of)
SELECT state, expires_at, bought, cart_active, idle_at, bot, empty, address, email_suppressed,
       consent_email, orders_seen_at, person, sent, pending, order_rejected_at, link_dead
  FROM crt.facts_of($1::uuid, $2::uuid);
