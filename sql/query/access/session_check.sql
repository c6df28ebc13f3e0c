-- $1 hash of the token, $2 now, $3 how long a session lasts without use
-- at most one row: the session and its user; a use is recorded once a minute
-- columns: id user_id organization role email
WITH found AS (
    SELECT s.id, s.user_id, s.seen_at, o.slug AS organization, u.role, u.email
      FROM crt.sessions s JOIN crt.users u ON u.id = s.user_id JOIN crt.organizations o ON o.id = s.organization_id
     WHERE s.token = $1::bytea AND NOT s.pending AND s.revoked_at IS NULL AND s.expires_at > $2::timestamptz
       AND s.seen_at > $2::timestamptz - $3::interval AND u.disabled_at IS NULL),
seen AS (
    UPDATE crt.sessions s SET seen_at = $2::timestamptz FROM found f
     WHERE s.id = f.id AND f.seen_at < $2::timestamptz - interval '1 minute')
SELECT f.id, f.user_id, f.organization, f.role, f.email FROM found f;
