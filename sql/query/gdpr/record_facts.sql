-- $1 stores
-- one row per fact of the register of processing that the database has: recipients, people, and security
-- columns: store item value
SELECT s.slug AS store, 'recipient' AS item, m.provider || ', ' || m.channel::text || ': ' || count(*) || ' messages' AS value
  FROM crt.messages m JOIN crt.stores s ON s.id = m.store_id
 WHERE m.store_id = ANY ($1::uuid[]) AND m.provider IS NOT NULL GROUP BY s.slug, m.provider, m.channel
UNION ALL
SELECT s.slug, 'people', count(*) || ' customers' || CASE WHEN c.country IS NULL THEN '' ELSE ' in ' || c.country END
  FROM crt.customers c JOIN crt.stores s ON s.id = c.store_id
 WHERE c.store_id = ANY ($1::uuid[]) AND c.external_id IS DISTINCT FROM 'erased' GROUP BY s.slug, c.country
UNION ALL
SELECT NULL, 'security',
       'last backup ' || coalesce(to_char(max(ended_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'), 'never')
       || CASE WHEN bool_or(encrypted) THEN ', encrypted' ELSE '' END
       || CASE WHEN bool_or(verified) THEN ', verified by a test restore' ELSE '' END
  FROM crt.backups
 ORDER BY 1 NULLS FIRST, 2, 3;
