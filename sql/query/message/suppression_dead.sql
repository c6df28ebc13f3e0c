-- $1 organizations, $2 address keys (arrays of one length), $3 now
-- the number of addresses that are not written to again because they do not exist
INSERT INTO crt.suppressions (organization_id, channel, key, reason, created_at)
SELECT g.organization_id, 'EMAIL', g.key, 'bounced', $3::timestamptz
  FROM unnest($1::uuid[], $2::uuid[]) AS g (organization_id, key)
ON CONFLICT DO NOTHING;
