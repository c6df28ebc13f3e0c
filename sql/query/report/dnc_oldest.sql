-- $1 stores
-- one row per organization of theirs that imported the Do-Not-Call registry; held: messages wait for newer data
-- columns: organization version held
SELECT o.slug AS organization, min(a.version) AS version,
       EXISTS (SELECT FROM crt.messages m JOIN crt.stores x ON x.id = m.store_id
                WHERE x.organization_id = o.id AND m.status = 'HELD' AND m.reason = 'dnc_stale') AS held
  FROM crt.dnc_areas a JOIN crt.organizations o ON o.id = a.organization_id
 WHERE EXISTS (SELECT FROM crt.stores s WHERE s.organization_id = o.id AND s.id = ANY ($1::uuid[]))
 GROUP BY o.id, o.slug ORDER BY o.slug COLLATE "C";
