-- $1 organization, $2 channel, $3 key
-- one row per reason for which the address is suppressed, the oldest first
-- columns: reason code created_at
SELECT reason, code, created_at FROM crt.suppressions
 WHERE organization_id = $1::uuid AND channel = $2::crt.channel AND key = $3::uuid
 ORDER BY created_at, reason;
