-- $1 stores, $2 now, $3 at most so many
-- a row an enrollment whose next step is due, of an active campaign: store, id, episode, campaign, next step, abandoned at, cart,
-- customer, his locale, then the facts (crt.episode_facts); locked until the end of the transaction
WITH due AS (
    SELECT n.store_id, n.id, n.episode_id, n.campaign_id, n.next_step
      FROM crt.enrollments n JOIN crt.campaigns g ON g.store_id = n.store_id AND g.id = n.campaign_id
     WHERE n.store_id = ANY ($1::uuid[]) AND n.state = 'RUNNING' AND n.next_at <= $2::timestamptz AND g.status = 'ACTIVE'
     ORDER BY n.next_at LIMIT $3::int FOR UPDATE OF n SKIP LOCKED)
SELECT d.store_id, d.id, d.episode_id, d.campaign_id, d.next_step, a.abandoned_at, a.cart_id, c.customer_id, p.locale,
       f.state, f.expires_at, f.bought, f.cart_active, f.idle_at, f.bot, f.empty, f.has_email, f.email_suppressed,
       f.consent_email, f.orders_seen_at, f.person, f.sent, f.pending
  FROM due d
  JOIN crt.abandoned_carts a ON a.store_id = d.store_id AND a.id = d.episode_id
  JOIN crt.carts c ON c.store_id = a.store_id AND c.id = a.cart_id
  LEFT JOIN crt.customers p ON p.store_id = c.store_id AND p.id = c.customer_id
  JOIN crt.episode_facts f ON f.store_id = d.store_id AND f.episode_id = d.episode_id
 ORDER BY a.abandoned_at, d.id;
