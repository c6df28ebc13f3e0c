-- $1 stores, $2 since or null, $3 after this time or null, $4 and store, $5 and id, $6 at most so many, $7 and so many bytes
-- a row an event, oldest first: time, store, id, payload
SELECT time, store_id, id, payload
  FROM (SELECT q.*, sum(octet_length(q.payload)) OVER (ORDER BY q.time, q.store_id, q.id) - octet_length(q.payload) AS before
          FROM (SELECT e.time, e.store_id, e.id, e.payload FROM crt.events e
                 WHERE e.store_id = ANY ($1::uuid[]) AND ($2::timestamptz IS NULL OR e.time >= $2::timestamptz)
                   AND ($3::timestamptz IS NULL
                     OR (e.time, e.store_id, e.id) > ($3::timestamptz, $4::uuid, $5::uuid))
                 ORDER BY e.time, e.store_id, e.id LIMIT $6::bigint) q) p
 WHERE before < $7::bigint
 ORDER BY time, store_id, id;
