-- $1 stores, $2 after this store (slug) and $3 name, both null for the first page, $4 limit
-- one row per campaign that is not deleted
-- columns: store name status type version priority holdout steps updated_at
SELECT s.slug AS store, c.name, c.status, c.type, c.version, c.priority, c.holdout,
       jsonb_array_length(c.sequence_steps) AS steps, c.updated_at
  FROM crt.campaigns c JOIN crt.stores s ON s.id = c.store_id
 WHERE c.store_id = ANY ($1::uuid[]) AND c.status <> 'DELETED'
   AND ($2::text IS NULL OR (s.slug, c.name) > ($2, $3))
 ORDER BY s.slug, c.name LIMIT $4::bigint;
