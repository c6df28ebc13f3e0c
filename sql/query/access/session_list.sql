-- $1 user, $2 now
-- one row per session that has not ended, the latest first
-- columns: id created_at seen_at expires_at
SELECT s.id, s.created_at, s.seen_at, s.expires_at FROM crt.sessions s
 WHERE s.user_id = $1::uuid AND NOT s.pending AND s.revoked_at IS NULL AND s.expires_at > $2::timestamptz
 ORDER BY s.created_at DESC;
