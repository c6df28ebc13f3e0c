-- $1 stores
-- one row per touche
-- columns: store id message_id kind machine url reason code time
SELECT s.slug AS store, t.id, t.message_id, t.kind, t.machine, t.url, t.reason, t.code, t.time
  FROM crt.touches t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
