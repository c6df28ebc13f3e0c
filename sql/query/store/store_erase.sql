-- $1 slug
-- the number of deleted stores, with all their data; campaigns, templates, rejects, requests,
-- cursors, and roles are deleted by foreign keys
WITH store AS (SELECT id FROM crt.stores WHERE slug = $1),
touches AS (DELETE FROM crt.touches USING store WHERE store_id = store.id),
messages AS (DELETE FROM crt.messages USING store WHERE store_id = store.id),
enrollments AS (DELETE FROM crt.enrollments USING store WHERE store_id = store.id),
episodes AS (DELETE FROM crt.abandoned_carts USING store WHERE store_id = store.id),
orders AS (DELETE FROM crt.orders USING store WHERE store_id = store.id),
carts AS (DELETE FROM crt.carts USING store WHERE store_id = store.id),
consents AS (DELETE FROM crt.consents USING store WHERE store_id = store.id),
identity_links AS (DELETE FROM crt.identity_links USING store WHERE store_id = store.id),
customers AS (DELETE FROM crt.customers USING store WHERE store_id = store.id),
outbox AS (DELETE FROM crt.outbox USING store WHERE store_id = store.id),
provider_events AS (DELETE FROM crt.provider_events USING store WHERE store_id = store.id),
rollup_changes AS (DELETE FROM crt.rollup_changes USING store WHERE store_id = store.id),
events AS (DELETE FROM crt.events USING store WHERE store_id = store.id)
DELETE FROM crt.stores USING store WHERE stores.id = store.id;
