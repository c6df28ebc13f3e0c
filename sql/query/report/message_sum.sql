-- $1 stores, $2 since, $3 until, $4 true: by day of the store, else by store
-- one row per store or day, status and reason: messages of the episodes of that time
-- columns: name status reason messages
SELECT CASE WHEN $4::boolean THEN to_char(a.abandoned_at AT TIME ZONE s.timezone, 'YYYY-MM-DD') ELSE s.slug END AS name,
       m.status, CASE WHEN m.status IN ('SKIPPED', 'HELD', 'FAILED', 'UNKNOWN') THEN m.reason END AS reason,
       count(*) AS messages
  FROM crt.abandoned_carts a
  JOIN crt.stores s ON s.id = a.store_id
  JOIN crt.messages m ON m.store_id = a.store_id AND m.episode_id = a.id
 WHERE a.store_id = ANY ($1::uuid[]) AND a.abandoned_at >= $2::timestamptz AND a.abandoned_at < $3::timestamptz
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
