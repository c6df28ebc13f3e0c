-- $1 organization, $2 e-mail address, $3 its keyed hash, $4 keyed hash of the IP address (null: unknown), $5 now
-- $6 and $7 the failures within 15 minutes that lock a user or a network; of a user, those since the last success
-- one row: the user, if there is one that may sign in, and until when attempts are locked (null: they are not)
-- columns: id password factor locked_until
SELECT u.id, u.password, coalesce(u.factor, 'NONE') AS factor, greatest(
       (SELECT i.at FROM crt.sign_ins i
         WHERE i.organization_id = $1::uuid AND i.login = $3::uuid AND i.outcome IN ('wrong_password', 'wrong_code')
           AND i.at > $5::timestamptz - interval '15 minutes'
           AND i.at >= coalesce((SELECT max(x.at) FROM crt.sign_ins x WHERE x.organization_id = $1::uuid AND x.login = $3::uuid
                   AND x.outcome = 'signed_in'), '-infinity')
         ORDER BY i.at DESC OFFSET $6::int - 1 LIMIT 1),
       (SELECT i.at FROM crt.sign_ins i
         WHERE i.organization_id = $1::uuid AND i.network = $4::uuid AND i.outcome IN ('wrong_password', 'wrong_code')
           AND i.at > $5::timestamptz - interval '15 minutes'
         ORDER BY i.at DESC OFFSET $7::int - 1 LIMIT 1)) + interval '15 minutes' AS locked_until
  FROM (SELECT) one
  LEFT JOIN crt.users u ON u.organization_id = $1::uuid AND u.email = $2 AND u.disabled_at IS NULL AND u.password IS NOT NULL;
