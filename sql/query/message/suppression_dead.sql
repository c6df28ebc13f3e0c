-- $1 organization, $2 address keys, $3 now
-- the number of addresses that are not written to again because they do not exist
INSERT INTO crt.suppressions (organization_id, channel, key, reason, created_at)
SELECT $1::uuid, 'EMAIL', g.key, 'bounced', $3::timestamptz FROM unnest($2::uuid[]) AS g (key)
ON CONFLICT DO NOTHING;
