-- $1 time, $2 action, $3 object, $4 rows
-- the number of rows added: one to the audit log of each organization
INSERT INTO crt.audit_log (organization_id, time, action, object, rows)
SELECT id, $1::timestamptz, $2, $3, $4::bigint FROM crt.organizations ORDER BY id;
