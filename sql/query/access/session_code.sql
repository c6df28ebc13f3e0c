-- $1 session, $2 hash of the code that was sent, $3 until when it is valid
-- the number of changed rows: one, or none if the session waits for no code
UPDATE crt.sessions s SET code = $2::bytea, code_until = $3::timestamptz WHERE s.id = $1::uuid AND s.pending;
