-- $1 id, $2 command, $3 host, $4 now
-- returns nothing
INSERT INTO crt.runs (id, command, host, started_at) VALUES ($1::uuid, $2, $3, $4::timestamptz);
