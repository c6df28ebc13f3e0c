-- :n carts, each with a customer who has an address; none is due before 2027.
INSERT INTO crt.customers (store_id, id, external_id, email, email_norm, email_key, email_stamp, phone_stamp, first_name,
    name_stamp, locale_stamp, place_stamp, consent_email_stamp, consent_sms_stamp, consent_push_stamp, last_activity, created_at)
SELECT crt.derived_uuid('store'), md5('k' || i)::uuid, 'k' || i, 'old' || i || '@example.com', 'old' || i || '@example.com',
       md5('e' || i)::uuid, md5('s')::uuid, md5('s')::uuid, 'Amelia', md5('s')::uuid, md5('s')::uuid, md5('s')::uuid,
       '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000',
       '2026-10-01Z', '2026-10-01Z'
  FROM generate_series(1, :n) i;
INSERT INTO crt.carts (store_id, id, external_id, customer_id, customer_stamp, value, currency, items, items_count, url, bot,
    status, last_activity_at, idle_at, stamp, created_at)
SELECT crt.derived_uuid('store'), md5('c' || i)::uuid, 'old' || i, md5('k' || i)::uuid, md5('s')::uuid, 12990, 'EUR',
       '[{"id":"p1","sku":"SKU-1","title":"Stonewashed linen throw","variant":"Indigo","quantity":1,"price":{"amount":"89.00",'
       || '"currency":"EUR"},"image":"https://img.bench.example/p1.jpg"},{"id":"p2","sku":"SKU-2","title":"Waffle towel set",'
       || '"quantity":2,"price":{"amount":"20.45","currency":"EUR"},"image":"https://img.bench.example/p2.jpg"}]',
       2, 'https://bench.example/cart/old' || i, false, 'ACTIVE', '2026-10-01Z',
       '2027-01-01Z'::timestamptz + i * interval '1 ms', md5('s')::uuid, '2026-10-01Z'
  FROM generate_series(1, :n) i;
ANALYZE crt.customers, crt.carts;
CHECKPOINT;
