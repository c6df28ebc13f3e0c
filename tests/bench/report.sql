-- :n abandoned carts of 30 stores over 90 days, each with three messages; of every eighth cart an order; opens and clicks.
INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url, currency, timezone, orders_seen_at, created_at, updated_at)
SELECT crt.derived_uuid('shop' || i), crt.derived_uuid('organization'), 'shop' || i, 'OTHER', 'Shop', 'https://bench.example', 'EUR',
       ('{Europe/Berlin,America/New_York,UTC}'::text[])[1 + i % 3], '2026-11-21Z', '2026-01-01Z', '2026-01-01Z' FROM generate_series(1, 30) i;
INSERT INTO crt.campaigns (store_id, id, name, version, status, priority, source, trigger_conditions, sequence_steps, holdout, created_at, updated_at)
SELECT id, id, 'bench', 1, 'ACTIVE', 1, '', '{}', '[]', 0, '2026-01-01Z', '2026-01-01Z' FROM crt.stores WHERE slug LIKE 'shop%';
SET session_replication_role = replica;
CREATE TEMP TABLE f AS
SELECT i, crt.derived_uuid('shop' || 1 + i % 30) AS store, md5('c' || i)::uuid AS id, uuid '00000000-0000-0000-0000-000000000000' AS z,
       '2026-08-01Z'::timestamptz + i::float8 / :n * interval '90 days' AS t FROM generate_series(1, :n) i;
INSERT INTO crt.customers (store_id, id, email_norm, email_stamp, phone_stamp, name_stamp, locale_stamp, place_stamp, consent_email_stamp,
    consent_sms_stamp, consent_push_stamp, last_activity, created_at)
SELECT store, id, 'old' || i || '@example.com', z, z, z, z, z, z, z, z, t, t FROM f;
INSERT INTO crt.carts (store_id, id, external_id, customer_id, customer_stamp, value, currency, items_count, bot, status, last_activity_at,
    stamp, created_at)
SELECT store, id, 'old' || i, id, z, 12990, 'EUR', 1, false, 'ABANDONED', t, z, t FROM f;
INSERT INTO crt.orders (store_id, id, external_id, cart_id, customer_id, customer_stamp, status, total, currency, test, placed_at, resolved,
    stamp, created_at)
SELECT store, id, 'old' || i, id, id, z, CASE WHEN i % 80 = 0 THEN 'failed' ELSE 'bought' END::crt.order_status, 10000 + i % 5000, 'EUR', false,
       t + i % 100 * interval '1 hour', true, z, t FROM f WHERE i % 8 = 0;
INSERT INTO crt.abandoned_carts (store_id, id, cart_id, generation, customer_id, value, currency, abandoned_at, idle, state, expires_at,
    recovered_at, recovery_revenue, revenue_currency, order_id, enrolled, created_at)
SELECT f.store, f.id, f.id, 1, f.id, 12990, 'EUR', t, '15m', CASE WHEN o.id IS NULL THEN 'LOST' ELSE 'RECOVERED' END::crt.episode_state,
       t + interval '30 days', o.placed_at, o.total, o.currency, o.id, true, t
  FROM f LEFT JOIN crt.orders o ON o.store_id = f.store AND o.id = f.id;
INSERT INTO crt.enrollments (store_id, id, episode_id, campaign_id, customer_id, state, created_at)
SELECT store, id, id, store, id, 'DONE', t FROM f;
INSERT INTO crt.messages (store_id, id, episode_id, campaign_id, enrollment_id, cart_id, customer_id, step_index, channel, template, locale,
    status, not_before, not_after, sent_at, created_at, updated_at)
SELECT store, md5(concat('m', i, '-', n))::uuid, id, store, id, id, id, n, 'EMAIL', 'reminder', 'en', 'SENT', t, t + interval '5 days',
       t + n * interval '1 day' + interval '1 hour', t, t FROM f, generate_series(0, 2) n;
INSERT INTO crt.touches (store_id, id, message_id, kind, machine, time)
SELECT store, md5(concat('t', i, '-', n, k))::uuid, md5(concat('m', i, '-', n))::uuid, k, false, t + n * interval '1 day' + interval '3 hours'
  FROM f, generate_series(0, 2) n, unnest('{opened,clicked}'::text[]) k WHERE (i + n) % CASE k WHEN 'opened' THEN 3 ELSE 10 END = 0;
RESET session_replication_role;
ANALYZE crt.customers, crt.carts, crt.orders, crt.abandoned_carts, crt.enrollments, crt.messages, crt.touches;
CHECKPOINT;
