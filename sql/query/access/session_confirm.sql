-- $1 session, $2 hash of its new token, $3 now
-- the number of changed rows: one, or none if it was confirmed already
UPDATE crt.sessions s SET token = $2::bytea, pending = false, code = NULL, code_until = NULL, seen_at = $3::timestamptz
 WHERE s.id = $1::uuid AND s.pending;
