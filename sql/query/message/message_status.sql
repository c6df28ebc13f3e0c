-- $1 stores
-- a row a store, status and reason: slug, status, reason, how many, the oldest's not before
SELECT s.slug, m.status, m.reason, count(*), min(m.not_before)
  FROM crt.messages m JOIN crt.stores s ON s.id = m.store_id
 WHERE m.store_id = ANY ($1::uuid[])
 GROUP BY s.slug, m.status, m.reason ORDER BY s.slug, m.status, m.reason;
