-- $1 stores or null, $2 ids or null, $3 after this time or null, $4 and this id, $5 limit, $6 limit in bytes,
-- $7 null for all, else only those that were ahead of the clock on arrival and can be ingested at this time
-- one row per reject, oldest first; bytes in hex; length: the line's full length in bytes
-- columns: created_at id source position bytes length platform slug topic
SELECT created_at, id, source, position, encode(bytes, 'hex') AS bytes,
       coalesce(substring(reason FROM '^longer than [0-9]+ bytes: ([0-9]+),')::bigint, octet_length(bytes)) AS length,
       platform, slug, topic
  FROM (SELECT q.*, sum(octet_length(q.bytes)) OVER (ORDER BY q.created_at, q.id) - octet_length(q.bytes) AS before
          FROM (SELECT * FROM crt.rejects r
                 WHERE r.dropped_at IS NULL AND ($1::uuid[] IS NULL OR r.store_id = ANY ($1::uuid[]))
                   AND ($2::uuid[] IS NULL OR r.id = ANY ($2::uuid[]))
                   AND ($3::timestamptz IS NULL OR (r.created_at, r.id) > ($3::timestamptz, $4::uuid))
                   AND ($7::timestamptz IS NULL OR r.retry_at <= $7::timestamptz)
                 ORDER BY r.created_at, r.id LIMIT $5::bigint) q) p
 WHERE before < $6::bigint
 ORDER BY created_at, id;
