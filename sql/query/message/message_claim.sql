-- $1 stores, $2 messages
-- a row a message of an active campaign that waits to be sent: store, id, not before, not after, episode, campaign,
-- attempts, template, locale, e-mail, first name, last name, address key, then the facts (crt.episode_facts);
-- locked until the end of the transaction
WITH wanted AS (
    SELECT m.*, g.name FROM crt.messages m JOIN crt.campaigns g ON g.store_id = m.store_id AND g.id = m.campaign_id
     WHERE m.store_id = ANY ($1::uuid[]) AND m.id = ANY ($2::uuid[]) AND m.status = 'QUEUED' AND g.status = 'ACTIVE'
       FOR UPDATE OF m SKIP LOCKED)
SELECT w.store_id, w.id, w.not_before, w.not_after, w.episode_id, w.name, w.attempts, w.template, w.locale,
       p.email, p.first_name, p.last_name, p.email_key,
       f.state, f.expires_at, f.bought, f.cart_active, f.idle_at, f.bot, f.empty, f.has_email, f.email_suppressed,
       f.consent_email, f.orders_seen_at, f.person, f.sent, f.pending
  FROM wanted w
  JOIN crt.carts c ON c.store_id = w.store_id AND c.id = w.cart_id
  LEFT JOIN crt.customers p ON p.store_id = c.store_id AND p.id = c.customer_id
  JOIN crt.episode_facts f ON f.store_id = w.store_id AND f.episode_id = w.episode_id
 ORDER BY w.not_before, w.id;
