-- $1 stores
-- one row per store, status and reason; oldest: the earliest not_before
-- columns: store status reason messages oldest
SELECT s.slug AS store, m.status, m.reason, count(*) AS messages, min(m.not_before) AS oldest
  FROM crt.messages m JOIN crt.stores s ON s.id = m.store_id
 WHERE m.store_id = ANY ($1::uuid[])
 GROUP BY s.slug, m.status, m.reason ORDER BY s.slug, m.status, m.reason;
