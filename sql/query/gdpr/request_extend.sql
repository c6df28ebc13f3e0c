-- $1 stores, $2 ids, $3 now
-- the number of requests that are extended to three months; only within the first (GDPR Art. 12(3))
UPDATE crt.privacy_requests r SET due_at = crt.month_due(r.opened_at, 3, s.timezone)
  FROM crt.stores s
 WHERE r.store_id = ANY ($1::uuid[]) AND r.id = ANY ($2::uuid[]) AND r.closed_at IS NULL AND s.id = r.store_id
   AND $3::timestamptz < crt.month_due(r.opened_at, 1, s.timezone);
