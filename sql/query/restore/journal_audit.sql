-- $1 lines of the journal, $2 only lines since
-- the number of rows of audit logs that follow those of the backup without a gap
WITH row AS (
    SELECT DISTINCT ON (a.organization_id, a.number) a.*
      FROM unnest($1::text[]) WITH ORDINALITY l (line, n)
     CROSS JOIN LATERAL jsonb_populate_record(NULL::crt.audit_log, l.line::jsonb -> 'row') a
     WHERE l.line::jsonb ->> 'kind' = 'audit' AND (l.line::jsonb ->> 'logged')::timestamptz >= $2::timestamptz
       AND EXISTS (SELECT FROM crt.organizations o WHERE o.id = a.organization_id)
     ORDER BY a.organization_id, a.number, n DESC),
linked AS (
    SELECT row.*, row.number - row_number() OVER (PARTITION BY row.organization_id ORDER BY row.number) = coalesce(h.number, 0) AS follows
      FROM row LEFT JOIN crt.audit_heads h ON h.organization_id = row.organization_id
     WHERE row.number > coalesce(h.number, 0)),
added AS (
    INSERT INTO crt.audit_log SELECT organization_id, number, time, actor, action, object, subject, rows, previous, hash
      FROM linked WHERE follows RETURNING organization_id, number, hash)
INSERT INTO crt.audit_heads AS h
SELECT DISTINCT ON (organization_id) organization_id, number, hash FROM added ORDER BY organization_id, number DESC
ON CONFLICT (organization_id) DO UPDATE SET number = excluded.number, hash = excluded.hash;
