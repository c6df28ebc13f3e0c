-- $1 slug of an organization (null: all), $2 now
-- one row per user, by organization and address, with the number of open sessions and of recovery codes that are left
-- columns: organization email role factor state signed_in_at sessions recovery
SELECT o.slug AS organization, u.email, u.role, u.factor,
       CASE WHEN u.disabled_at IS NOT NULL THEN 'disabled' WHEN u.password IS NULL THEN 'no password' ELSE 'active' END AS state,
       (SELECT max(i.at) FROM crt.sign_ins i WHERE i.user_id = u.id AND i.outcome = 'signed_in') AS signed_in_at,
       (SELECT count(*) FROM crt.sessions s WHERE s.user_id = u.id AND NOT s.pending AND s.revoked_at IS NULL
           AND s.expires_at > $2::timestamptz) AS sessions,
       cardinality(u.recovery) AS recovery
  FROM crt.users u JOIN crt.organizations o ON o.id = u.organization_id
 WHERE $1::text IS NULL OR o.slug = $1
 ORDER BY o.slug, u.email;
