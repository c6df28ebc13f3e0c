-- $1 store, $2 now, $3 only if the last time was before this one (null: always)
-- returns nothing; a statement of its own, so that no order sync waits for the comparison
UPDATE crt.stores SET scored_at = $2::timestamptz
 WHERE id = $1::uuid AND ($3::timestamptz IS NULL OR scored_at IS NULL OR scored_at < $3::timestamptz);
