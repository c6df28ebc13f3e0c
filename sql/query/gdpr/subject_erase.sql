-- $1 store, $2 customers of a person and $3 what stands for each from now on, $4 their carts, $5 orders, $6 messages,
-- $7 times and $8 ids of the events about them, $9 ids of their privacy requests, $10 texts that a rejected line of theirs holds,
-- $11 the stamp of the erasure for facts, $12 for whose a cart is, $13 now
-- $14 whether the person must get no message again
-- one row per table with rows of theirs, and how many; no fact from before the erasure comes back, since its stamp is older
-- columns: table_name rows
WITH person AS (SELECT * FROM unnest($2::uuid[], $3::uuid[]) p (id, other)),
suppressed AS (
    INSERT INTO crt.suppressions (organization_id, channel, key, reason, created_at)
    SELECT DISTINCT s.organization_id, k.channel::crt.channel, k.key, k.reason, $13::timestamptz
      FROM crt.stores s CROSS JOIN (
        SELECT 'EMAIL' AS channel, p.email_key AS key, 'erased' AS reason FROM crt.customers p
         WHERE p.store_id = $1::uuid AND p.id = ANY ($2::uuid[])
        UNION SELECT 'SMS', p.phone_key, 'erased' FROM crt.customers p WHERE p.store_id = $1::uuid AND p.id = ANY ($2::uuid[])
        UNION SELECT 'PUSH', p.push_key, 'erased' FROM crt.customers p WHERE p.store_id = $1::uuid AND p.id = ANY ($2::uuid[])
        UNION SELECT c.channel, l.key, 'erased' FROM crt.identity_links l CROSS JOIN (VALUES ('EMAIL'), ('SMS')) c (channel)
               WHERE l.store_id = $1::uuid AND l.customer_id = ANY ($2::uuid[]) AND l.key <> ALL ($4::uuid[])
        UNION SELECT c.channel, p.id, 'withdrawn' FROM person p CROSS JOIN (VALUES ('EMAIL'), ('SMS'), ('PUSH')) c (channel)) k
     WHERE s.id = $1::uuid AND k.key IS NOT NULL AND $14::boolean
    ON CONFLICT DO NOTHING RETURNING 1),
pauses AS (
    DELETE FROM crt.pauses u USING crt.stores s, crt.customers p WHERE s.id = $1::uuid AND u.organization_id = s.organization_id
       AND p.store_id = $1::uuid AND p.id = ANY ($2::uuid[]) AND u.key = p.email_key RETURNING 1),
fetches AS (
    DELETE FROM crt.fetches f WHERE f.store_id = $1::uuid AND f.external_id IN (
        SELECT external_id FROM crt.carts WHERE store_id = $1::uuid AND id = ANY ($4::uuid[])
        UNION ALL SELECT external_id FROM crt.orders WHERE store_id = $1::uuid AND id = ANY ($5::uuid[])) RETURNING 1),
touches AS (
    UPDATE crt.touches SET url = NULL, reason = NULL
     WHERE store_id = $1::uuid AND message_id = ANY ($6::uuid[]) RETURNING 1),
refusals AS (
    UPDATE crt.refusals SET key = NULL WHERE store_id = $1::uuid AND message_id = ANY ($6::uuid[]) RETURNING 1),
messages AS (
    UPDATE crt.messages m SET customer_id = p.other, locale = 'und', coupon = NULL, provider_id = NULL,
           reason = CASE WHEN m.status IN ('QUEUED', 'HELD') THEN 'suppressed' ELSE m.reason END,
           held_until = CASE WHEN m.status = 'HELD' THEN NULL ELSE m.held_until END,
           status = CASE WHEN m.status IN ('QUEUED', 'HELD') THEN 'SKIPPED' ELSE m.status END
      FROM person p WHERE m.store_id = $1::uuid AND m.id = ANY ($6::uuid[]) AND m.customer_id = p.id RETURNING 1),
enrollments AS (
    UPDATE crt.enrollments n SET customer_id = (SELECT p.other FROM person p WHERE p.id = n.customer_id),
           reason = CASE WHEN n.state = 'RUNNING' THEN 'erased' ELSE n.reason END,
           next_at = CASE WHEN n.state = 'RUNNING' THEN NULL ELSE n.next_at END,
           state = CASE WHEN n.state = 'RUNNING' THEN 'STOPPED' ELSE n.state END
      FROM crt.abandoned_carts a
     WHERE a.store_id = $1::uuid AND a.cart_id = ANY ($4::uuid[]) AND n.store_id = $1::uuid AND n.episode_id = a.id
       AND (n.customer_id IS NULL OR n.customer_id = ANY ($2::uuid[])) RETURNING 1),
episodes AS (
    UPDATE crt.abandoned_carts a SET customer_id = (SELECT p.other FROM person p WHERE p.id = a.customer_id), items = NULL, url = NULL,
           reason = CASE WHEN a.state = 'OPEN' THEN 'erased' ELSE a.reason END,
           state = CASE WHEN a.state = 'OPEN' THEN 'CANCELED' ELSE a.state END
     WHERE a.store_id = $1::uuid AND a.cart_id = ANY ($4::uuid[])
       AND (a.customer_id IS NULL OR a.customer_id = ANY ($2::uuid[])) RETURNING 1),
carts AS (
    UPDATE crt.carts c SET external_id = 'erased', customer_id = (SELECT p.other FROM person p WHERE p.id = c.customer_id),
           customer_stamp = $12::uuid, items = NULL, url = NULL, url_pays = false, discount_codes = NULL,
           origin = NULL, origin_stamp = $11::uuid, idle_at = NULL,
           episode_open = false, stamp = $11::uuid
     WHERE c.store_id = $1::uuid AND c.id = ANY ($4::uuid[])
       AND (c.customer_id IS NULL OR c.customer_id = ANY ($2::uuid[])) RETURNING 1),
orders AS (
    UPDATE crt.orders o SET external_id = 'erased', number = NULL, discount_codes = NULL, customer_stamp = $12::uuid, stamp = $11::uuid,
           customer_id = (SELECT p.other FROM person p WHERE p.id = o.customer_id)
     WHERE o.store_id = $1::uuid AND o.id = ANY ($5::uuid[]) RETURNING 1),
breach_people AS (
    DELETE FROM crt.breach_people WHERE store_id = $1::uuid AND customer_id = ANY ($2::uuid[]) RETURNING 1),
notices AS (
    DELETE FROM crt.notices WHERE store_id = $1::uuid AND customer_id = ANY ($2::uuid[]) RETURNING of_id, state),
noted AS (    -- the documentation of a breach keeps its figures
    UPDATE crt.breaches b SET erased_notices = b.erased_notices + n.notices, erased_sent = b.erased_sent + n.sent,
           erased_failed = b.erased_failed + n.failed
      FROM (SELECT of_id, count(*) AS notices, count(*) FILTER (WHERE state = 'SENT') AS sent,
                   count(*) FILTER (WHERE state IN ('FAILED', 'UNKNOWN')) AS failed FROM notices GROUP BY of_id) n
     WHERE b.id = n.of_id),
links AS (
    DELETE FROM crt.identity_links WHERE store_id = $1::uuid AND customer_id = ANY ($2::uuid[]) RETURNING 1),
consents AS (
    UPDATE crt.consents SET source = NULL, ip = NULL, agent = NULL, evidence = NULL, number = NULL
     WHERE store_id = $1::uuid AND customer_id = ANY ($2::uuid[]) RETURNING 1),
customers AS (
    UPDATE crt.customers SET external_id = 'erased', email = NULL, email_norm = NULL, email_kind = NULL, email_key = NULL, phone = NULL,
           phone_key = NULL, push_token = NULL, push_key = NULL, first_name = NULL, last_name = NULL, locale = NULL, country = NULL,
           region = NULL, timezone = NULL, tags = NULL, tags_stamp = $11::uuid,
           consent_email = NULL, consent_sms = NULL, consent_push = NULL, email_stamp = $11::uuid, phone_stamp = $11::uuid,
           push_stamp = $11::uuid, name_stamp = $11::uuid, locale_stamp = $11::uuid, place_stamp = $11::uuid,
           consent_email_stamp = $11::uuid, consent_sms_stamp = $11::uuid, consent_push_stamp = $11::uuid, deleted_stamp = $11::uuid
     WHERE store_id = $1::uuid AND id = ANY ($2::uuid[]) RETURNING 1),
rejects AS (
    UPDATE crt.rejects SET bytes = '', reason = 'erased', is_order = false, retry_at = NULL, dropped_at = $13::timestamptz
     WHERE (store_id = $1::uuid OR store_id IS NULL) AND dropped_at IS NULL
       AND EXISTS (SELECT FROM unnest($10::text[]) w WHERE strpos(lower(encode(bytes, 'escape')), lower(w)) > 0) RETURNING 1),
events AS (
    UPDATE crt.events e SET payload = '' FROM unnest($7::timestamptz[], $8::uuid[]) k (time, id)
     WHERE e.store_id = $1::uuid AND e.time = k.time AND e.id = k.id RETURNING 1),
requests AS (
    UPDATE crt.privacy_requests SET payload = '', keys = '{}', identity = NULL, closed_at = CASE WHEN kind = 'erase'
           THEN coalesce(closed_at, $13::timestamptz) ELSE closed_at END
     WHERE store_id = $1::uuid AND id = ANY ($9::uuid[]) RETURNING 1),
done AS (
    SELECT 1 AS place, 'customers' AS table_name, count(*) AS rows FROM customers
    UNION ALL SELECT 2, 'identity_links', count(*) FROM links UNION ALL SELECT 3, 'consents', count(*) FROM consents
    UNION ALL SELECT 4, 'carts', count(*) FROM carts UNION ALL SELECT 5, 'abandoned_carts', count(*) FROM episodes
    UNION ALL SELECT 6, 'orders', count(*) FROM orders UNION ALL SELECT 7, 'enrollments', count(*) FROM enrollments
    UNION ALL SELECT 8, 'messages', count(*) FROM messages UNION ALL SELECT 9, 'touches', count(*) FROM touches
    UNION ALL SELECT 10, 'refusals', count(*) FROM refusals UNION ALL SELECT 11, 'events', count(*) FROM events
    UNION ALL SELECT 12, 'rejects', count(*) FROM rejects UNION ALL SELECT 13, 'fetches', count(*) FROM fetches
    UNION ALL SELECT 14, 'privacy_requests', count(*) FROM requests UNION ALL SELECT 15, 'suppressions', count(*) FROM suppressed
    UNION ALL SELECT 16, 'pauses', count(*) FROM pauses UNION ALL SELECT 17, 'breach_people', count(*) FROM breach_people
    UNION ALL SELECT 18, 'notices', count(*) FROM notices)
SELECT table_name, rows FROM done WHERE rows > 0 ORDER BY place;
