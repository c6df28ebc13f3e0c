-- $1 id, $2 now, $3 counts, $4 exit status, $5 reason or null
-- returns nothing
UPDATE crt.runs SET ended_at = $2::timestamptz, counts = $3::jsonb, exit = $4::int, reason = $5 WHERE id = $1::uuid;
