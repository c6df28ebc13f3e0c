-- $1 ids or null for all, $2 stores or null for all and those of no store
-- the number of rejects that are gone
DELETE FROM crt.rejects
 WHERE ($1::uuid[] IS NULL OR id = ANY ($1::uuid[])) AND ($2::uuid[] IS NULL OR store_id = ANY ($2::uuid[]));
