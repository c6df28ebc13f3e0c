-- $1 organizations, $2 channel (null: any), $3 reason (null: any), $4 not before this time (null: ever), $5 rows, $6 behind this key
-- one row per suppression, by key; all of the last key, so there may be a few more
-- columns: organization channel key reason code created_at
SELECT o.slug AS organization, x.channel, x.key, x.reason, x.code, x.created_at
  FROM crt.suppressions x JOIN crt.organizations o ON o.id = x.organization_id
 WHERE x.organization_id = ANY ($1::uuid[]) AND ($2::crt.channel IS NULL OR x.channel = $2)
   AND ($3::text IS NULL OR x.reason = $3) AND x.created_at >= coalesce($4::timestamptz, '-infinity')
   AND ($6::uuid IS NULL OR x.key > $6)
 ORDER BY x.key FETCH FIRST ($5::bigint) ROWS WITH TIES;
