-- $1 organization, $2 reason, and an element an address: $3 channels, $4 keys, $5 codes, $6 times
-- the number of addresses that were not suppressed for this reason before
INSERT INTO crt.suppressions (organization_id, channel, key, reason, code, created_at)
SELECT DISTINCT ON (a.channel, a.key) $1::uuid, a.channel, a.key, $2::text, a.code, a.time
  FROM unnest($3::crt.channel[], $4::uuid[], $5::text[], $6::timestamptz[]) a (channel, key, code, time)
 ORDER BY a.channel, a.key, a.time
ON CONFLICT DO NOTHING;
