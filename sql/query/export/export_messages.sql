-- $1 stores
-- one row per message: a JSON object without anything that depends on the order of arrival; steps count from 1
-- columns: +export_carts
SELECT (to_jsonb(t) - '{store_id,step_index,claimed_by,claimed_until,created_at,updated_at}'::text[]
        || jsonb_build_object('kind', 'message', 'store', s.slug, 'step', t.step_index + 1))::text AS record
  FROM crt.messages t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
