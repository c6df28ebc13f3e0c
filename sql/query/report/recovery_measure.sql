-- $1 store, $2 since, $3 until
-- one row for all carts abandoned in that time (every), and one per campaign: the number of recovered carts, and the
-- quartiles of the seconds from the abandonment to the order
-- columns: every campaign recovered first median third
SELECT grouping(n.campaign_id) = 1 AS every, g.name AS campaign, count(*) AS recovered,
       percentile_cont(0.25) WITHIN GROUP (ORDER BY t.seconds)::bigint AS first,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY t.seconds)::bigint AS median,
       percentile_cont(0.75) WITHIN GROUP (ORDER BY t.seconds)::bigint AS third
  FROM crt.outcomes v
 CROSS JOIN LATERAL (SELECT extract(epoch FROM v.recovered_at - v.abandoned_at)::float8 AS seconds) t
  LEFT JOIN crt.enrollments n ON n.store_id = v.store_id AND n.episode_id = v.episode_id
  LEFT JOIN crt.campaigns g ON g.store_id = n.store_id AND g.id = n.campaign_id
 WHERE v.store_id = $1::uuid AND v.abandoned_at >= $2::timestamptz AND v.abandoned_at < $3::timestamptz AND v.recovered
 GROUP BY GROUPING SETS ((), (n.campaign_id, g.name))
 ORDER BY every DESC, g.name NULLS LAST;
