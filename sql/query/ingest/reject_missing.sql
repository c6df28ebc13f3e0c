-- $1 ids, $2 stores or null for all, including those without a store
-- at most one row: an id without a reject in these stores
-- columns: id
SELECT w.id FROM unnest($1::uuid[]) AS w (id)
 WHERE NOT EXISTS (SELECT FROM crt.rejects r WHERE r.id = w.id AND r.dropped_at IS NULL
                     AND ($2::uuid[] IS NULL OR r.store_id = ANY ($2::uuid[]))) LIMIT 1;
