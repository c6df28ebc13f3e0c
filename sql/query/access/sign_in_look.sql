-- $1 organization, $2 e-mail address, $3 its keyed hash, $4 keyed hash of the IP address (null: unknown), $5 now
-- one row: the user, if there is one that may sign in, and the failures of the last 15 minutes, by user since the last success
-- columns: id password factor failures network_failures
SELECT u.id, u.password, coalesce(u.factor, 'NONE') AS factor,
       (SELECT count(*) FROM crt.sign_ins i
         WHERE i.organization_id = $1::uuid AND i.login = $3::uuid AND i.outcome IN ('wrong_password', 'wrong_code')
           AND i.at > $5::timestamptz - interval '15 minutes'
           AND i.at >= coalesce((SELECT max(x.at) FROM crt.sign_ins x WHERE x.organization_id = $1::uuid AND x.login = $3::uuid
                   AND x.outcome = 'signed_in'), '-infinity')) AS failures,
       (SELECT count(*) FROM crt.sign_ins i
         WHERE i.organization_id = $1::uuid AND i.network = $4::uuid AND i.outcome IN ('wrong_password', 'wrong_code')
           AND i.at > $5::timestamptz - interval '15 minutes') AS network_failures
  FROM (SELECT) one
  LEFT JOIN crt.users u ON u.organization_id = $1::uuid AND u.email = $2 AND u.disabled_at IS NULL AND u.password IS NOT NULL;
