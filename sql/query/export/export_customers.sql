-- $1 stores
-- one row per customer: a JSON object without anything that depends on the order of arrival
-- columns: +export_carts
SELECT (to_jsonb(t) - '{store_id,email_other,phone_other}'::text[]
        || jsonb_build_object('kind', 'customer', 'store', s.slug))::text AS record
  FROM crt.customers t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
