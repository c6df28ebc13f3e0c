-- $1 organization, $2 now, $3 action, $4 object, $5 keyed hashes of people (empty: about no single person), $6 rows
-- the number of rows added to the audit log: one per person, or one
INSERT INTO crt.audit_log (organization_id, time, action, object, subject, rows)
SELECT $1::uuid, $2::timestamptz, $3, $4, s.subject, $6::bigint
  FROM unnest(CASE WHEN cardinality($5::uuid[]) = 0 THEN '{NULL}' ELSE $5::uuid[] END) s (subject);
