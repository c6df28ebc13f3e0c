-- $1 slug; null: the only organization
-- at most two rows: its id and slug; none: no such organization, or no row can be seen; two: there are several
-- columns: id slug
SELECT o.id, o.slug FROM crt.organizations o WHERE o.slug = $1 OR $1 IS NULL AND o.slug <> 'crt-canary' ORDER BY o.slug LIMIT 2;
