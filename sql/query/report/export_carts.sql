-- $1 stores
-- a row a cart: a JSON object of everything that does not depend on when it arrived
-- columns: record
SELECT (to_jsonb(t) - '{store_id,customer_other}'::text[] || jsonb_build_object('kind', 'cart', 'store', s.slug))::text AS record
  FROM crt.carts t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
