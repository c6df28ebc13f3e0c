-- $1 ids, $2 stores or null for all and those of no store
-- at most one row: an id that no reject of these has
-- columns: id
SELECT w.id FROM unnest($1::uuid[]) AS w (id)
 WHERE NOT EXISTS (SELECT FROM crt.rejects r WHERE r.id = w.id AND r.dropped_at IS NULL
                     AND ($2::uuid[] IS NULL OR r.store_id = ANY ($2::uuid[]))) LIMIT 1;
