-- $1 organization, $2 breach, $3 outcome, $4 now
-- returns nothing
UPDATE crt.breaches SET closed_at = $4::timestamptz, outcome = $3 WHERE organization_id = $1::uuid AND id = $2::uuid;
