-- $1 stores
-- one row per cart: a JSON object without anything that depends on the order of arrival
-- columns: record
SELECT (to_jsonb(t) - '{store_id,customer_other}'::text[] || jsonb_build_object('kind', 'cart', 'store', s.slug))::text AS record
  FROM crt.carts t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
