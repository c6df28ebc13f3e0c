-- $1 store, $2 stream, $3 cursor, $4 complete, $5 orders seen at or null, $6 now
-- no answer: the cursor, and how fresh the store's orders are; a time to come, of a clock that was wrong, does not stay
WITH state AS (
    INSERT INTO crt.sync_state AS s (store_id, stream, cursor, complete, orders_seen_at, updated_at)
    VALUES ($1::uuid, $2, $3, $4::boolean, $5::timestamptz, $6::timestamptz)
    ON CONFLICT (store_id, stream) DO UPDATE SET
        cursor = coalesce(excluded.cursor, s.cursor), complete = excluded.complete,
        orders_seen_at = greatest(CASE WHEN s.orders_seen_at <= $6::timestamptz THEN s.orders_seen_at END, excluded.orders_seen_at),
        updated_at = greatest(excluded.updated_at, least(s.updated_at, $6::timestamptz)))
UPDATE crt.stores
   SET orders_seen_at = greatest(CASE WHEN orders_seen_at <= $6::timestamptz THEN orders_seen_at END, $5::timestamptz),
       last_sync = $6::timestamptz
 WHERE id = $1::uuid AND $4::boolean;
