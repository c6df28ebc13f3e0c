-- $1 organization, $2 breach, $3 now, $4 act, $5 detail
-- returns nothing
INSERT INTO crt.breach_acts (organization_id, breach_id, at, act, detail) VALUES ($1::uuid, $2::uuid, $3::timestamptz, $4, $5);
