-- $1 organization, $2 channel, $3 key, $4 reason, $5 time
-- returns nothing
INSERT INTO crt.suppressions (organization_id, channel, key, reason, created_at)
VALUES ($1::uuid, $2::crt.channel, $3::uuid, $4, $5::timestamptz)
ON CONFLICT DO NOTHING;
