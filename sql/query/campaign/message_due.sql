-- $1 stores, $2 now
-- a row a message that may go, oldest first: store, id, episode, campaign, step, template, locale, not before,
-- coupon, cart id, cart url, value, currency, items, first name, last name, e-mail, customer's locale, country, address key
SELECT m.store_id, m.id, m.episode_id, g.name, m.step_index, m.template, m.locale, m.not_before, m.coupon,
       c.external_id, c.url, c.value, c.currency, c.items, p.first_name, p.last_name, p.email, p.locale, p.country, p.email_key
  FROM crt.messages m
  JOIN crt.campaigns g ON g.store_id = m.store_id AND g.id = m.campaign_id
  JOIN crt.carts c ON c.store_id = m.store_id AND c.id = m.cart_id
  LEFT JOIN crt.customers p ON p.store_id = c.store_id AND p.id = c.customer_id
 WHERE m.store_id = ANY ($1::uuid[]) AND m.status = 'QUEUED' AND m.not_before <= $2::timestamptz
   AND g.status = 'ACTIVE'
 ORDER BY m.store_id, m.not_before;
