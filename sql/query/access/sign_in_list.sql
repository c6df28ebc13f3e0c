-- $1 user, $2 limit
-- one row per attempt to sign in, the latest first
-- columns: at outcome country marks
SELECT i.at, i.outcome, i.country, array_to_string(i.marks, ' ') AS marks
  FROM crt.sign_ins i WHERE i.user_id = $1::uuid ORDER BY i.at DESC LIMIT $2::bigint;
