-- $1 now
-- the number of sessions deleted: at most 1000 that ended more than a day ago
DELETE FROM crt.sessions d WHERE d.id IN (
    SELECT s.id FROM crt.sessions s WHERE least(s.expires_at, s.revoked_at) < $1::timestamptz - interval '1 day' LIMIT 1000);
