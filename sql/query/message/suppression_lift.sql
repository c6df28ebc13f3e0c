-- $1 stores, $2 not before this time (null: ever), $3 what the code begins with (null: any)
-- the number of addresses that may be written to again: those suppressed by a bounce, of the stores' organizations
DELETE FROM crt.suppressions
 WHERE organization_id IN (SELECT s.organization_id FROM crt.stores s WHERE s.id = ANY ($1::uuid[]))
   AND reason = 'bounced' AND created_at >= coalesce($2::timestamptz, '-infinity')
   AND starts_with(coalesce(code, ''), coalesce($3::text, ''));
