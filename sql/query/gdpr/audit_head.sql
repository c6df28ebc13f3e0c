-- $1 organization
-- one row: the end of its audit log; none if the log is empty
-- columns: number hash
SELECT h.number, encode(h.hash, 'hex') AS hash FROM crt.audit_heads h WHERE h.organization_id = $1::uuid;
