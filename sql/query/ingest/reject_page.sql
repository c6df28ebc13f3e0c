-- $1 stores or null, $2 ids or null, $3 after this time or null, $4 and this id, $5 at most so many, $6 and so many bytes,
-- $7 null for all, else those that can be taken at this time, though they could not when they came
-- a row a reject, oldest first; bytes in hex; length: how many bytes the line really had
-- columns: created_at id source position bytes length form
SELECT created_at, id, source, position, encode(bytes, 'hex') AS bytes,
       coalesce(substring(reason FROM '^longer than [0-9]+ bytes: ([0-9]+),')::bigint, octet_length(bytes)) AS length, form
  FROM (SELECT q.*, sum(octet_length(q.bytes)) OVER (ORDER BY q.created_at, q.id) - octet_length(q.bytes) AS before
          FROM (SELECT * FROM crt.rejects r
                 WHERE r.dropped_at IS NULL AND ($1::uuid[] IS NULL OR r.store_id = ANY ($1::uuid[]))
                   AND ($2::uuid[] IS NULL OR r.id = ANY ($2::uuid[]))
                   AND ($3::timestamptz IS NULL OR (r.created_at, r.id) > ($3::timestamptz, $4::uuid))
                   AND ($7::timestamptz IS NULL OR r.retry_at <= $7::timestamptz)
                 ORDER BY r.created_at, r.id LIMIT $5::bigint) q) p
 WHERE before < $6::bigint
 ORDER BY created_at, id;
