-- $1 stores, $2 parts of each (JSON), arrays of the same length; $3 since, $4 until, $5 measure, $6 settings (JSON), $7 now
-- one row per store: the version with these parts and settings; change: new, same, or changed. A version never changes
-- columns: store version change
WITH given AS (SELECT * FROM unnest($1::uuid[], $2::jsonb[]) AS g (store_id, parts)),
latest AS (
    SELECT DISTINCT ON (p.store_id) p.store_id, p.version, p.settings, p.parts
      FROM given g JOIN crt.publications p ON p.store_id = g.store_id
     WHERE p.since = $3::timestamptz AND p.until = $4::timestamptz AND p.measure = $5
     ORDER BY p.store_id, p.version DESC),
put AS (
    INSERT INTO crt.publications (store_id, since, until, measure, version, settings, parts, published_at)
    SELECT g.store_id, $3::timestamptz, $4::timestamptz, $5, coalesce(l.version, 0) + 1, $6::jsonb, g.parts, $7::timestamptz
      FROM given g LEFT JOIN latest l ON l.store_id = g.store_id
     WHERE (l.parts, l.settings) IS DISTINCT FROM (g.parts, $6::jsonb)
    RETURNING store_id, version)
SELECT s.slug AS store, coalesce(p.version, l.version) AS version,
       CASE WHEN p.version IS NULL THEN 'same' WHEN p.version = 1 THEN 'new' ELSE 'changed' END AS change
  FROM given g
  JOIN crt.stores s ON s.id = g.store_id
  LEFT JOIN latest l ON l.store_id = g.store_id
  LEFT JOIN put p ON p.store_id = g.store_id
 ORDER BY s.slug;
