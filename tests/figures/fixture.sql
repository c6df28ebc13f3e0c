-- fixture.sql: two stores with carts around both changes of the clock, and everything that can
-- happen to them, by the remainders of a number.
INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
VALUES (crt.derived_uuid('organizationours'), 'ours', 'ours', '2026-01-01Z', '2026-01-01Z');
INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url, currency, timezone, orders_seen_at, created_at, updated_at)
SELECT crt.derived_uuid('store' || slug), crt.derived_uuid('organizationours'), slug, 'OTHER', slug, 'https://shop.example', 'EUR', zone,
       '2026-01-01Z', '2026-01-01Z', '2026-01-01Z'
  FROM (VALUES ('berlin', 'Europe/Berlin'), ('havana', 'America/Havana')) v (slug, zone);
INSERT INTO crt.campaigns (store_id, id, name, version, status, priority, source, trigger_conditions, sequence_steps, holdout, created_at, updated_at)
SELECT s.id, crt.derived_uuid('campaign' || s.slug || n), 'campaign' || n, 1, 'ACTIVE', n, '', '{}', '[{}, {}]', 10, '2026-01-01Z', '2026-01-01Z'
  FROM crt.stores s, generate_series(0, 1) n;

-- Half an hour apart, around the nights of 29 March, 25 October, and 1 November.
CREATE TEMP TABLE f AS
SELECT s.id AS store, s.slug, i, crt.derived_uuid('cart' || s.slug || i) AS cart, crt.derived_uuid('episode' || s.slug || i) AS episode,
       crt.derived_uuid('person' || s.slug || i) AS person, crt.derived_uuid('order' || s.slug || i) AS "order",
       crt.derived_uuid('campaign' || s.slug || i % 2) AS campaign, uuid '00000000-0000-0000-0000-000000000000' AS stamp,
       start + i % 100 * interval '31 minutes' AS t, CASE WHEN i % 11 = 0 THEN 'USD' ELSE 'EUR' END AS currency
  FROM crt.stores s, generate_series(0, 299) i,
       LATERAL (SELECT ('{2026-03-28T12:00:00Z,2026-10-24T10:00:00Z,2026-10-31T12:00:00Z}'::timestamptz[])[1 + i / 100] AS start) x;
INSERT INTO crt.customers (store_id, id, email_stamp, phone_stamp, name_stamp, locale_stamp, place_stamp, consent_email_stamp,
    consent_sms_stamp, consent_push_stamp, last_activity, created_at, email_kind)
SELECT store, person, stamp, stamp, stamp, stamp, stamp, stamp, stamp, stamp, t, t, CASE WHEN i % 23 = 0 THEN 'disposable' END FROM f;
INSERT INTO crt.carts (store_id, id, external_id, customer_id, customer_stamp, value, currency, items_count, bot, status, last_activity_at,
    stamp, created_at)
SELECT store, cart, 'c' || i, person, stamp, 1000 + i, currency, 1, i % 19 = 0, 'ABANDONED', t, stamp, t FROM f;
INSERT INTO crt.orders (store_id, id, external_id, cart_id, customer_id, customer_stamp, status, total, refunded, tax, shipping, currency, test, placed_at,
    resolved, stamp, created_at)
SELECT store, "order", 'o' || i, cart, person, stamp, CASE i % 7 WHEN 0 THEN 'failed' WHEN 1 THEN 'awaiting' ELSE 'bought' END::crt.order_status,
       CASE WHEN i % 24 <> 6 THEN 1000 + i END, CASE WHEN i % 5 = 0 AND i % 24 <> 6 THEN 300 END,
       CASE WHEN i % 12 <> 9 THEN 159 + i % 7 END, CASE WHEN i % 12 NOT IN (3, 9) THEN i % 4 * 97 END,
       CASE WHEN i % 15 = 0 THEN 'USD' ELSE currency END, i % 33 = 0, t + i % 9 * interval '7 hours', true, stamp, t
  FROM f WHERE i % 3 = 0;
INSERT INTO crt.abandoned_carts (store_id, id, cart_id, generation, customer_id, value, currency, abandoned_at, idle, state, reason,
    expires_at, recovered_at, recovery_revenue, revenue_currency, order_id, enrolled, created_at)
SELECT f.store, episode, cart, 1, person, 1000 + i, f.currency, t, '15m',
       CASE WHEN o.id IS NOT NULL THEN 'RECOVERED' WHEN i % 6 = 1 THEN 'CANCELED' WHEN i % 6 = 2 THEN 'LOST' ELSE 'OPEN' END::crt.episode_state,
       CASE WHEN o.id IS NULL AND i % 12 = 1 THEN 'bought_before' END, t + interval '30 days', o.placed_at, o.total, o.currency, o.id, i % 4 <> 3, t
  FROM f LEFT JOIN crt.orders o ON o.store_id = f.store AND o.id = f."order";
INSERT INTO crt.enrollments (store_id, id, episode_id, campaign_id, customer_id, state, created_at, assigned_at, held_out, holdout, wait)
SELECT store, episode, episode, campaign, person, CASE WHEN i % 8 = 4 THEN 'HOLDOUT' ELSE 'DONE' END::crt.enrollment_state, t,
       CASE WHEN i % 7 < 3 THEN t END, CASE WHEN i % 7 < 3 THEN i % 8 = 4 END, CASE WHEN i % 7 < 3 THEN 10 END,
       ('{3600,5400}'::int[])[i % 7] FROM f WHERE i % 4 <> 3;
INSERT INTO crt.messages (store_id, id, episode_id, campaign_id, enrollment_id, cart_id, customer_id, step_index, channel, template, locale,
    status, reason, not_before, not_after, sent_at, created_at, updated_at)
SELECT store, crt.derived_uuid(concat('message', slug, i, '-', n)), episode, campaign, episode, cart, person, n,
       CASE WHEN n = 1 AND i % 5 = 2 THEN 'SMS' ELSE 'EMAIL' END::crt.channel, 'first', 'en', x.status::crt.message_status,
       CASE WHEN x.status = 'SKIPPED' THEN CASE WHEN i % 2 = 0 THEN 'opted_out' ELSE 'bought' END WHEN x.status = 'FAILED' THEN 'refused' END,
       t + interval '1 hour', t + interval '3 days', CASE WHEN x.status = 'SENT' THEN t + n * interval '1 day' + interval '1 hour' END, t, t
  FROM f, generate_series(0, 1) n, LATERAL (SELECT CASE (i + n) % 10 WHEN 0 THEN 'SKIPPED' WHEN 1 THEN 'FAILED' WHEN 2 THEN 'QUEUED' ELSE 'SENT' END AS status) x
 WHERE i % 4 <> 3 AND i % 8 <> 4;
INSERT INTO crt.touches (store_id, id, message_id, kind, machine, time)
SELECT store, crt.derived_uuid(concat('touch', slug, i, '-', n, kind, k)), crt.derived_uuid(concat('message', slug, i, '-', n)), kind,
       (i + k) % 4 = 0, t + n * interval '1 day' + k * interval '5 hours' + interval '2 hours'
  FROM f, generate_series(0, 1) n, (VALUES ('delivered', 2), ('opened', 3), ('clicked', 5), ('bounced', 17), ('complained', 29),
       ('unsubscribed', 31)) v (kind, every), generate_series(0, 1) k
 WHERE i % 4 <> 3 AND i % 8 <> 4 AND (i + n) % 10 > 2 AND (i + k) % every = 0;
