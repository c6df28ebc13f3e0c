-- $1 slug, $2 name, $3 time zone, $4 industry, $5 now, $6 whether it must exist; null changes nothing
-- one row if the organization was added or changed, else none
-- columns: added
INSERT INTO crt.organizations AS o (id, slug, name, timezone, industry, created_at, updated_at)
SELECT crt.derived_uuid('organization' || $1), $1, coalesce($2, $1), coalesce($3, 'UTC'), $4, $5::timestamptz, $5::timestamptz
 WHERE NOT $6::boolean OR EXISTS (SELECT FROM crt.organizations x WHERE x.slug = $1)
ON CONFLICT (slug) DO UPDATE SET name = coalesce($2, o.name), timezone = coalesce($3, o.timezone),
    industry = coalesce($4, o.industry), updated_at = excluded.updated_at
WHERE (o.name, o.timezone, o.industry) IS DISTINCT FROM (coalesce($2, o.name), coalesce($3, o.timezone), coalesce($4, o.industry))
RETURNING xmax = 0 AS added;
