-- $1 stores, $2 whether closed ones too
-- one row per privacy request, the first that is due first
-- columns: id store kind opened_at due_at closed_at identity
SELECT r.id, s.slug AS store, r.kind, r.opened_at, r.due_at, r.closed_at, r.identity
  FROM crt.privacy_requests r JOIN crt.stores s ON s.id = r.store_id
 WHERE r.store_id = ANY ($1::uuid[]) AND (r.closed_at IS NULL OR $2::boolean)
 ORDER BY r.due_at, r.id;
