-- $1 stores
-- one row per stored record; the payload is the line as it arrived
-- columns: store id time received_at type payload
SELECT s.slug AS store, t.id, t.time, t.received_at, t.type, t.payload
  FROM crt.events t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.time, t.id;
