-- $1 stores, $2 ids, $3 now, $4 action
-- the number of rows added to the audit logs: one per request
INSERT INTO crt.audit_log (organization_id, time, action, object, rows)
SELECT s.organization_id, $3::timestamptz, $4, r.id::text, 1
  FROM crt.privacy_requests r JOIN crt.stores s ON s.id = r.store_id
 WHERE r.store_id = ANY ($1::uuid[]) AND r.id = ANY ($2::uuid[]) ORDER BY s.organization_id, r.id;
