-- $1 user, $2 session (null: every one), $3 now
-- the number of sessions that have ended by this
UPDATE crt.sessions s SET revoked_at = $3::timestamptz
 WHERE s.user_id = $1::uuid AND (s.id = $2::uuid OR $2 IS NULL) AND s.revoked_at IS NULL AND s.expires_at > $3::timestamptz;
