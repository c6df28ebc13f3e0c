-- The least that detect and campaign must do, without deciding anything: find the idle carts, make an
-- episode, an enrollment and a message of each, and read out what the mail needs.  Rolled back.
BEGIN;
SET LOCAL enable_seqscan = off;
CREATE TEMP TABLE idle AS
    SELECT store_id, id, customer_id, value, currency, items, url, idle_at, last_activity_at FROM crt.carts
     WHERE store_id = crt.derived_uuid('store') AND status = 'ACTIVE' AND idle_at <= '2026-11-21T06:00Z';
INSERT INTO crt.abandoned_carts (store_id, id, cart_id, generation, customer_id, value, currency, items, url, abandoned_at, idle,
    expires_at, created_at)
SELECT store_id, crt.derived_uuid(id::text || '1'), id, 1, customer_id, value, currency, items, url, idle_at, idle_at - last_activity_at,
       idle_at + interval '30 days', '2026-11-21T06:00Z' FROM idle;
UPDATE crt.carts c SET status = 'ABANDONED' FROM idle i WHERE c.store_id = i.store_id AND c.id = i.id;
INSERT INTO crt.enrollments (store_id, id, episode_id, campaign_id, customer_id, state, next_at, created_at)
SELECT store_id, md5(id::text)::uuid, crt.derived_uuid(id::text || '1'), md5('c')::uuid, customer_id, 'RUNNING', idle_at, '2026-11-21T06:00Z' FROM idle;
INSERT INTO crt.messages (store_id, id, episode_id, campaign_id, enrollment_id, cart_id, customer_id, step_index, channel, template,
    locale, status, not_before, not_after, created_at, updated_at)
SELECT store_id, md5('m' || id)::uuid, crt.derived_uuid(id::text || '1'), md5('c')::uuid, md5(id::text)::uuid, id, customer_id, 0, 'EMAIL',
       'reminder', 'en', 'QUEUED', idle_at, idle_at + interval '30 days', '2026-11-21T06:00Z', '2026-11-21T06:00Z' FROM idle;
\copy (SELECT m.id, c.url, c.items, c.value, p.email, p.first_name FROM crt.messages m JOIN crt.carts c ON c.store_id = m.store_id AND c.id = m.cart_id JOIN crt.customers p ON p.store_id = c.store_id AND p.id = c.customer_id WHERE m.store_id = crt.derived_uuid('store') AND m.status = 'QUEUED') TO '/dev/null'
ROLLBACK;
