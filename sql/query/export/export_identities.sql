-- $1 stores
-- one row per pair of key and customer, a JSON object without anything that depends on the order of arrival
-- columns: +export_carts
SELECT DISTINCT ON (s.slug COLLATE "C", t.key, t.customer_id)
       (to_jsonb(t) - '{store_id}'::text[] || jsonb_build_object('kind', 'identity', 'store', s.slug))::text AS record
  FROM crt.identities t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[]) AND t.key IS NOT NULL AND t.customer_id IS NOT NULL
 ORDER BY s.slug COLLATE "C", t.key, t.customer_id;
