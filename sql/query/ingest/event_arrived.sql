-- $1 stores, $2 after this arrival, $3 until this one, $4 after the event of this arrival or null, $5 its time, $6 its store,
-- $7 its id, $8 limit, $9 limit in bytes
-- one row per event, in the order of arrival, with the columns of event_page
-- columns: time store_id id payload received_at
SELECT time, store_id, id, payload, received_at
  FROM (SELECT q.*, sum(octet_length(q.payload)) OVER (ORDER BY q.received_at, q.time, q.store_id, q.id)
                    - octet_length(q.payload) AS before
          FROM (SELECT e.time, e.received_at, e.store_id, e.id, e.payload FROM crt.events e
                 WHERE e.store_id = ANY ($1::uuid[]) AND e.payload <> ''
                   AND e.received_at > $2::timestamptz AND e.received_at <= $3::timestamptz
                   AND ($4::timestamptz IS NULL OR (e.received_at >= $4::timestamptz
                     AND (e.received_at, e.time, e.store_id, e.id)
                         > ($4::timestamptz, $5::timestamptz, $6::uuid, $7::uuid)))
                 ORDER BY e.received_at, e.time, e.store_id, e.id LIMIT $8::bigint) q) p
 WHERE before < $9::bigint
 ORDER BY received_at, time, store_id, id;
