-- oracle.sql: the daily figures, counted one cart and one message at a time, with nothing of
-- crt's own SQL.  A row is a day, what it counts, and how many.
WITH cart AS (
    SELECT a.*, s.slug, to_char(a.abandoned_at AT TIME ZONE s.timezone, 'YYYY-MM-DD') AS day,
           (SELECT n.campaign_id FROM crt.enrollments n WHERE n.store_id = a.store_id AND n.episode_id = a.id) AS campaign,
           (SELECT CASE WHEN n.state = 'HOLDOUT' THEN 'holdout' WHEN n.wait = 3600 THEN '1h' WHEN n.wait = 5400 THEN '90m' WHEN n.wait = 172800 THEN '2d' END
              FROM crt.enrollments n WHERE n.store_id = a.store_id AND n.episode_id = a.id) AS variant,
           ARRAY(SELECT m.id FROM crt.messages m WHERE m.episode_id = a.id AND m.sent_at IS NOT NULL) AS sent
      FROM crt.abandoned_carts a, crt.stores s
     WHERE s.id = a.store_id AND coalesce(a.reason, '') <> 'bought_before'
       AND (SELECT NOT c.bot FROM crt.carts c WHERE c.store_id = a.store_id AND c.id = a.cart_id)
       AND NOT EXISTS (SELECT FROM crt.carts c, crt.customers p WHERE c.store_id = a.store_id AND c.id = a.cart_id
                          AND p.store_id = c.store_id AND p.id = c.customer_id AND p.email_kind IS NOT NULL)),
bought AS (
    SELECT c.*, o.total, o.refunded, o.tax, o.shipping, o.currency AS paid, EXISTS (SELECT FROM crt.messages m
               WHERE m.id = ANY (c.sent) AND m.sent_at < c.recovered_at AND m.sent_at > c.abandoned_at) AS led
      FROM cart c, crt.orders o
     WHERE c.state = 'RECOVERED' AND o.store_id = c.store_id AND o.id = c.order_id
       AND NOT o.test AND o.status <> 'failed' AND o.status <> 'not_a_checkout'),
-- An order that recovered several carts was paid once: with the last of them.
paid AS (
    SELECT * FROM bought c WHERE total > 0 AND id = (
        SELECT x.id FROM crt.abandoned_carts x WHERE x.store_id = c.store_id AND x.order_id = c.order_id ORDER BY x.abandoned_at DESC, x.id DESC LIMIT 1)),
-- A refund is of tax, shipping, and goods alike.
kept AS (SELECT p.*, round(p.tax::numeric * (p.total - coalesce(p.refunded, 0)) / p.total)::bigint AS tax_kept,
                round(p.shipping::numeric * (p.total - coalesce(p.refunded, 0)) / p.total)::bigint AS shipping_kept FROM paid p),
message AS (SELECT c.slug, c.day, c.campaign, c.variant, c.currency, m.* FROM cart c, crt.messages m WHERE m.store_id = c.store_id AND m.episode_id = c.id),
fact (slug, day, campaign, variant, step, channel, currency, what, n) AS (
    SELECT slug, day, campaign, variant, NULL::int, NULL::text, currency, 'carts_abandoned', 1::bigint FROM cart
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, currency, 'carts_mailable', 1 FROM cart
       WHERE campaign IS NOT NULL AND coalesce(variant, '') <> 'holdout' AND (cardinality(sent) > 0 OR NOT EXISTS (SELECT FROM crt.messages m WHERE m.episode_id = cart.id
             AND m.status = 'SKIPPED' AND m.reason IN ('no_address', 'disposable', 'suppressed', 'opted_out', 'no_consent', 'bot')))
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, currency, 'campaigns_sent', 1 FROM cart WHERE cardinality(sent) > 0
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, currency, 'carts_delivered', 1 FROM cart
       WHERE EXISTS (SELECT FROM unnest(sent) m (id) WHERE NOT EXISTS (SELECT FROM crt.touches t WHERE t.message_id = m.id AND t.kind IN ('bounced', 'failed')))
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, currency, 'carts_clicked', 1 FROM cart
       WHERE EXISTS (SELECT FROM crt.messages m, crt.touches t WHERE m.episode_id = cart.id AND t.message_id = m.id AND t.kind = 'clicked' AND NOT t.machine)
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, currency, 'carts_recovered', 1 FROM bought
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, currency, 'carts_recovered_sent', 1 FROM bought WHERE led
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, currency, 'revenue_unknown', 1 FROM bought WHERE total IS NULL
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, paid, 'revenue_gross', total FROM paid
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, paid, 'revenue_refunded', refunded FROM paid WHERE refunded > 0
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, paid, 'revenue_tax', tax_kept FROM kept WHERE tax IS NOT NULL
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, paid, 'revenue_shipping', shipping_kept FROM kept WHERE shipping IS NOT NULL
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, paid, 'revenue_goods', total - coalesce(refunded, 0) - tax_kept - shipping_kept
         FROM kept WHERE tax IS NOT NULL AND shipping IS NOT NULL
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, currency, 'goods_unknown', 1 FROM bought
         WHERE total IS NOT NULL AND NOT (tax IS NOT NULL AND shipping IS NOT NULL)
    UNION ALL SELECT slug, day, campaign, variant, NULL, NULL, currency, 'recovery_seconds',
              (date_part('epoch', recovered_at) - date_part('epoch', abandoned_at))::bigint FROM bought
    UNION ALL SELECT slug, day, campaign, variant, step_index, channel::text, currency, 'messages_' || w.what, 1 FROM message m
       CROSS JOIN LATERAL (
          SELECT 'skipped' AS what WHERE m.status = 'SKIPPED' UNION ALL SELECT 'failed' WHERE m.status = 'FAILED' AND m.sent_at IS NULL
          UNION ALL SELECT 'sent' WHERE m.sent_at IS NOT NULL
          UNION ALL SELECT 'delivered' WHERE m.sent_at IS NOT NULL AND (SELECT count(*) FROM crt.touches t
                WHERE t.message_id = m.id AND (t.kind = 'bounced' OR t.kind = 'failed')) = 0
          UNION ALL SELECT DISTINCT CASE WHEN t.kind = 'failed' THEN 'bounced' ELSE t.kind END FROM crt.touches t
                WHERE t.message_id = m.id AND t.kind <> 'delivered' AND (t.kind NOT IN ('opened', 'clicked') OR NOT t.machine)) w)
SELECT slug, day, campaign, variant, step, channel, currency, what, sum(n) FROM fact GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) > 0
 ORDER BY concat_ws('|', slug, day, coalesce(campaign::text, '-'), coalesce(variant, '-'), coalesce(step, -1), coalesce(channel, '-'), currency, what);
