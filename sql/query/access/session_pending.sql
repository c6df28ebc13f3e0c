-- $1 hash of the token, $2 now
-- at most one row, locked: the session that waits for its second factor, and its user
-- columns: id organization_id user_id email factor totp code_valid code tries expires_at
SELECT s.id, s.organization_id, s.user_id, u.email, u.factor, u.totp,
       coalesce(s.code_until > $2::timestamptz, false) AS code_valid, encode(s.code, 'hex') AS code, s.tries, s.expires_at
  FROM crt.sessions s JOIN crt.users u ON u.id = s.user_id
 WHERE s.token = $1::bytea AND s.pending AND s.revoked_at IS NULL AND s.created_at > $2::timestamptz - interval '10 minutes'
   AND u.disabled_at IS NULL
   FOR UPDATE OF s;
