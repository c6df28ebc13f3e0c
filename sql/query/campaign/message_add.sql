-- $1 stores, $14 ids, $2 enrollments, $3 steps, $4 templates, $5 locales, $6 coupons (JSON or null), $7 statuses, $8 reasons,
-- $9 facts, $10 not before, $11 not after, $12 held until, $15 channels; arrays of the same length; $13 now (no array)
-- the number of created messages; a step has at most one message per channel, even if this is repeated
INSERT INTO crt.messages (store_id, id, episode_id, campaign_id, enrollment_id, cart_id, customer_id, step_index, channel,
    template, locale, coupon, status, reason, facts, not_before, not_after, held_until, basis, provider, sent_at, created_at, updated_at)
SELECT g.store_id, g.id, n.episode_id, n.campaign_id, n.id,
       n.cart_id, n.customer_id, g.step, g.channel, g.template, g.locale, g.coupon,
       coalesce(h.status, g.status), CASE WHEN h.status IS NULL THEN g.reason ELSE 'restored' END, g.facts,
       g.not_before, g.not_after, CASE WHEN h.status IS NULL THEN g.held_until END, h.basis, h.provider,
       CASE WHEN h.status = 'SENT' THEN h.at END, $13::timestamptz, coalesce(h.at, $13::timestamptz)
  FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::jsonb[], $7::crt.message_status[], $8::text[],
              $9::jsonb[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[],
              $14::uuid[], $15::crt.channel[])
       AS g (store_id, enrollment_id, step, template, locale, coupon, status, reason, facts, not_before, not_after, held_until, id, channel)
 CROSS JOIN LATERAL (    -- a fence: always by key, even if the planner takes the tables for small
    SELECT n.id, n.campaign_id, n.episode_id, a.cart_id, c.customer_id
      FROM (SELECT * FROM crt.enrollments WHERE store_id = g.store_id AND id = g.enrollment_id OFFSET 0) n
     CROSS JOIN LATERAL (SELECT * FROM crt.abandoned_carts WHERE store_id = g.store_id AND id = n.episode_id OFFSET 0) a
     CROSS JOIN LATERAL (SELECT * FROM crt.carts WHERE store_id = g.store_id AND id = a.cart_id OFFSET 0) c) n
  LEFT JOIN LATERAL (     -- it was handed off after the backup that was restored
    SELECT * FROM crt.handed_off_as(g.store_id, g.id, n.cart_id, n.campaign_id, g.step, g.channel, g.not_before)
    OFFSET 0) h ON g.status IN ('QUEUED', 'HELD')
ON CONFLICT DO NOTHING;
