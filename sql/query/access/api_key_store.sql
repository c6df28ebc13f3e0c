-- $1 organization, $2 slug of a store, or null
-- one row: whether the store is one of the organization; true for null
-- columns: known
SELECT $2::text IS NULL OR EXISTS (SELECT FROM crt.stores s WHERE s.slug = $2 AND s.organization_id = $1::uuid) AS known;
