-- $1 ids
-- at most one row: an id that no reject has
SELECT w.id FROM unnest($1::uuid[]) AS w (id)
 WHERE NOT EXISTS (SELECT FROM crt.rejects r WHERE r.id = w.id AND r.dropped_at IS NULL) LIMIT 1;
