-- $1 stores, $2 since or null, $3 after this time or null, $4 arrival, $5 store, $6 and id, $7 limit, $8 limit in bytes
-- one row per event, oldest first; events of the same time in order of arrival
-- columns: time store_id id payload received_at
SELECT time, store_id, id, payload, received_at
  FROM (SELECT q.*, sum(octet_length(q.payload)) OVER (ORDER BY q.time, q.received_at, q.store_id, q.id)
                    - octet_length(q.payload) AS before
          FROM (SELECT e.time, e.received_at, e.store_id, e.id, e.payload FROM crt.events e
                 WHERE e.store_id = ANY ($1::uuid[]) AND e.payload <> '' AND ($2::timestamptz IS NULL OR e.time >= $2::timestamptz)
                   AND ($3::timestamptz IS NULL OR (e.time >= $3::timestamptz
                     AND (e.time, e.received_at, e.store_id, e.id)
                         > ($3::timestamptz, $4::timestamptz, $5::uuid, $6::uuid)))
                 ORDER BY e.time, e.received_at, e.store_id, e.id LIMIT $7::bigint) q) p
 WHERE before < $8::bigint
 ORDER BY time, received_at, store_id, id;
