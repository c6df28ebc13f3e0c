-- $1 stores, $2 carts (pairs)
-- one row per cart
-- columns: store_id id store external_id status value currency customer bot url last_activity_at idle_at created_at
-- columns: items
SELECT c.store_id, c.id, s.slug AS store, c.external_id, c.status, c.value, c.currency,
       coalesce(p.external_id, c.customer_id::text) AS customer,
       c.bot OR p.email_kind IS NOT DISTINCT FROM 'crawler' AS bot, c.url, c.last_activity_at, c.idle_at, c.created_at, c.items
  FROM unnest($1::uuid[], $2::uuid[]) AS w (store_id, id)
  JOIN crt.carts c ON c.store_id = w.store_id AND c.id = w.id
  JOIN crt.stores s ON s.id = c.store_id
  LEFT JOIN crt.customers p ON p.store_id = c.store_id AND p.id = c.customer_id
 ORDER BY s.slug;
