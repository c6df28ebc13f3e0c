-- $1 stores or null for all, including those without a store, $2 since, $3 until, $4 true: by day of the store, else by store
-- one row per store or day; name is null for rejects of no store
-- columns: name rejects
SELECT CASE WHEN $4::boolean THEN to_char(r.created_at AT TIME ZONE coalesce(s.timezone, 'UTC'), 'YYYY-MM-DD') ELSE s.slug END AS name,
       count(*) AS rejects
  FROM crt.rejects r LEFT JOIN crt.stores s ON s.id = r.store_id
 WHERE r.dropped_at IS NULL AND ($1::uuid[] IS NULL OR r.store_id = ANY ($1::uuid[]))
   AND r.created_at >= $2::timestamptz AND r.created_at < $3::timestamptz
 GROUP BY 1 ORDER BY 1;
