-- $1 stores, $2 since, $3 maximum fields per store
-- one row per field of a record type, with the number of records that lacked it; the most frequent first
-- columns: store_id type path reason n
SELECT store_id, type, path, reason, n
  FROM (SELECT store_id, type, path, reason, sum(count)::bigint AS n,
               row_number() OVER (PARTITION BY store_id ORDER BY sum(count) DESC, type, path, reason) AS place
          FROM crt.left_out
         WHERE store_id = ANY ($1::uuid[]) AND hour > $2::timestamptz - interval '1 hour'
         GROUP BY store_id, type, path, reason) f
 WHERE place <= $3::int
 ORDER BY store_id, place;
