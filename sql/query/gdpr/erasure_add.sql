-- $1 organization, $2 id, $3 keyed hashes of whom, $4 customers, $5 counts as JSON, $6 now
-- the number of rows added: none if nothing was left to erase
INSERT INTO crt.erasures (organization_id, id, subjects, customers, counts, created_at)
SELECT $1::uuid, $2::uuid, $3::uuid[], $4::bigint, $5::jsonb, $6::timestamptz
 WHERE $5::jsonb <> '[]' OR NOT EXISTS (SELECT FROM crt.erasures e WHERE e.organization_id = $1::uuid AND e.subjects && $3::uuid[]);
