-- $1 store, $2 breach, $3 and $4 from and until when or null, $5 role or null
-- the number of people added: those whose data somebody read or changed, as the audit log has it
INSERT INTO crt.breach_people (store_id, breach_id, customer_id)
SELECT DISTINCT c.store_id, $2::uuid, c.id
  FROM crt.stores s
  JOIN crt.audit_log a ON a.organization_id = s.organization_id AND a.subject IS NOT NULL
  JOIN crt.customers c ON c.store_id = s.id AND (c.email_key = a.subject OR c.phone_key = a.subject)
 WHERE s.id = $1::uuid AND ($3::timestamptz IS NULL OR a.time >= $3::timestamptz)
   AND ($4::timestamptz IS NULL OR a.time <= $4::timestamptz) AND ($5::text IS NULL OR a.actor = $5::text)
ON CONFLICT DO NOTHING;
