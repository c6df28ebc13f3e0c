-- $1 stores, $2 since (null: ever), $3 beginning of the code (null: any)
-- the number of addresses that may get mail again: those suppressed by a bounce in the stores' organizations
DELETE FROM crt.suppressions
 WHERE organization_id IN (SELECT s.organization_id FROM crt.stores s WHERE s.id = ANY ($1::uuid[]))
   AND reason = 'bounced' AND created_at >= coalesce($2::timestamptz, '-infinity')
   AND starts_with(coalesce(code, ''), coalesce($3::text, ''));
