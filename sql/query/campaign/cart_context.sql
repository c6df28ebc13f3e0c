-- $1 stores, $2 ids of a cart (pairs)
-- at most one row with the columns of crt.message_context, for a preview: no message, no coupon, and no link to opt out
-- columns: +message_due
SELECT c.store_id, c.id, c.id AS episode_id, 'preview' AS campaign, 0 AS step_index, 'preview' AS template, 'en' AS locale,
       c.last_activity_at AS not_before, NULL::jsonb AS coupon, c.external_id, c.url, c.value, c.currency, c.items, p.first_name,
       p.last_name, p.email, p.locale AS customer_locale, p.country, 'EMAIL'::crt.channel AS channel, p.email AS recipient,
       NULL::uuid AS recipient_key, 'QUEUED'::crt.message_status AS status, 'ACTIVE'::crt.campaign_status AS campaign_status
  FROM unnest($1::uuid[], $2::uuid[]) w (store_id, id)
  JOIN crt.carts c ON c.store_id = w.store_id AND c.id = w.id
  LEFT JOIN crt.customers p ON p.store_id = c.store_id AND p.id = c.customer_id
 ORDER BY c.last_activity_at DESC LIMIT 1;
