-- $1 store, $2 since, $3 until
-- one row per channel and reason: addresses that the store's organization must not mail, and those added in that time
-- columns: channel reason added total
SELECT x.channel, x.reason,
       count(*) FILTER (WHERE x.created_at >= $2::timestamptz AND x.created_at < $3::timestamptz) AS added, count(*) AS total
  FROM crt.stores s JOIN crt.suppressions x ON x.organization_id = s.organization_id
 WHERE s.id = $1::uuid GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2;
