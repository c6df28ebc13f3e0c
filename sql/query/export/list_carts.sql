-- $1 stores
-- one row per cart
-- columns: store id external_id customer_id status value currency items_count items url bot last_activity_at created_at
SELECT s.slug AS store, t.id, t.external_id, t.customer_id, t.status, crt.decimal(t.value, t.currency) AS value, t.currency,
       t.items_count, t.items, t.url, t.bot, t.last_activity_at, t.created_at
  FROM crt.carts t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
