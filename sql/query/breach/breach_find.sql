-- $1 organization, $2 breach
-- one row: the breach, locked until the transaction ends
-- columns: nature aware_at due_at from_at until_at people records counts consequences measures contact late_reason notified_at closed_at
SELECT nature, aware_at, due_at, from_at, until_at, people, records, counts::text AS counts, consequences, measures, contact, late_reason,
       notified_at, closed_at
  FROM crt.breaches WHERE organization_id = $1::uuid AND id = $2::uuid FOR UPDATE;
