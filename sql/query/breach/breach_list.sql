-- $1 organizations, $2 whether closed ones too
-- one row per breach, the first one due first
-- columns: id organization nature aware_at due_at notified_at closed_at people records notices sent failed
SELECT b.id, o.slug AS organization, b.nature, b.aware_at, b.due_at, b.notified_at, b.closed_at, b.people, b.records,
       b.erased_notices + n.notices AS notices, b.erased_sent + n.sent AS sent, b.erased_failed + n.failed AS failed
  FROM crt.breaches b JOIN crt.organizations o ON o.id = b.organization_id
 CROSS JOIN LATERAL (SELECT count(*) AS notices, count(*) FILTER (WHERE state = 'SENT') AS sent,
                            count(*) FILTER (WHERE state IN ('FAILED', 'UNKNOWN')) AS failed
                       FROM crt.notices WHERE of_id = b.id) n
 WHERE b.organization_id = ANY ($1::uuid[]) AND ($2::boolean OR b.closed_at IS NULL)
 ORDER BY b.closed_at IS NOT NULL, b.due_at, b.id;
