-- $1 stores, or null for all, including rejects of no store
-- one row per rejected record or payload, with its bytes
-- columns: store id command source position platform slug topic reason is_order bytes created_at retry_at dropped_at
SELECT s.slug AS store, t.id, t.command, t.source, t.position, t.platform, t.slug, t.topic, t.reason, t.is_order, t.bytes,
       t.created_at, t.retry_at, t.dropped_at
  FROM crt.rejects t LEFT JOIN crt.stores s ON s.id = t.store_id
 WHERE $1::uuid[] IS NULL OR t.store_id = ANY ($1::uuid[])
 ORDER BY t.created_at, t.id;
