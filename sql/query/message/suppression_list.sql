-- $1 stores, $2 since (null: ever), $3 beginning of the code (null: any)
-- one row per organization, channel, code and time of suppressions by bounce, oldest first, with the number of addresses
-- columns: organization channel code created_at addresses
SELECT o.slug AS organization, x.channel, x.code, x.created_at, count(*) AS addresses
  FROM crt.suppressions x JOIN crt.organizations o ON o.id = x.organization_id
 WHERE x.organization_id IN (SELECT s.organization_id FROM crt.stores s WHERE s.id = ANY ($1::uuid[]))
   AND x.reason = 'bounced' AND x.created_at >= coalesce($2::timestamptz, '-infinity')
   AND starts_with(coalesce(x.code, ''), coalesce($3::text, ''))
 GROUP BY o.slug, x.channel, x.code, x.created_at ORDER BY x.created_at, o.slug, x.channel, x.code;
