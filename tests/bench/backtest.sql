-- The history of :carts carts over 30 days, of which three in ten are bought: the events alone.
INSERT INTO crt.events (store_id, id, time, received_at, type, payload)
SELECT crt.derived_uuid('store'), md5('c' || i)::uuid, t.at, t.at + interval '2 seconds', 'crt.cart.updated',
       format('{"specversion":"1.0","id":"c%1$s","source":"/stores/bench","type":"crt.cart.updated","time":"%2$s","data":{"cart":{"id":"k%1$s",'
           '"url":"https://bench.example/k%1$s","currency":"EUR","total":"50.00","items":[{"id":"1","sku":"CUP","title":"Tea cup",'
           '"quantity":1,"price":"50.00"}]},"customer":{"id":"p%1$s","email":"p%1$s@bench.example"}}}', i, to_char(t.at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
  FROM generate_series(1, :carts) i
 CROSS JOIN LATERAL (SELECT date_trunc('second', '2026-10-01Z'::timestamptz + i * (interval '30 days' / :carts)) AS at) t;
INSERT INTO crt.events (store_id, id, time, received_at, type, payload)
SELECT crt.derived_uuid('store'), md5('o' || i)::uuid, t.at, t.at + interval '2 seconds', 'crt.order.placed',
       format('{"specversion":"1.0","id":"o%1$s","source":"/stores/bench","type":"crt.order.placed","time":"%2$s","data":{"order":{"id":"%1$s",'
           '"cart_id":"k%1$s","status":"bought","currency":"EUR","total":"50.00","placed":"%2$s"},"customer":{"id":"p%1$s"}}}',
           i, to_char(t.at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
  FROM generate_series(1, :carts) i
 CROSS JOIN LATERAL (SELECT date_trunc('second', '2026-10-01Z'::timestamptz + i * (interval '30 days' / :carts) + interval '1 day') AS at) t
 WHERE i % 10 < 3;
