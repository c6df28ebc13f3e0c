-- $1 stores
-- one row per episode: a JSON object without anything that depends on the order of arrival
-- columns: +export_carts
SELECT (to_jsonb(t) - '{store_id,created_at,taken_at}'::text[] || jsonb_build_object('kind', 'episode', 'store', s.slug))::text AS record
  FROM crt.abandoned_carts t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
