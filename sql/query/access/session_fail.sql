-- $1 session, $2 now, $3 the number of codes after which it ends
-- the number of changed rows: one
UPDATE crt.sessions s SET tries = s.tries + 1, revoked_at = CASE WHEN s.tries + 1 >= $3::int THEN $2::timestamptz END
 WHERE s.id = $1::uuid;
