-- $1 slug of a store, $2 time, $3 action, $4 object, $5 rows
-- the number of rows added to the audit log of the store's organization: one, or none if there is no such store
INSERT INTO crt.audit_log (organization_id, time, action, object, rows)
SELECT organization_id, $2::timestamptz, $3, $4, $5::bigint FROM crt.stores WHERE slug = $1;
