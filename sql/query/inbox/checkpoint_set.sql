-- $1 store, $2 stream, $3 cursor, $4 complete, $5 orders seen at or null, $6 now, $7 since
-- returns nothing; stores the cursor and the time of the order sync, at most now, and replaces a time in the future, from a wrong clock.
-- Orders that were rejected since $7 were not seen, so that time stops before them until they are resolved.
WITH synced AS (
    SELECT CASE WHEN $5::timestamptz IS NOT NULL THEN least($5::timestamptz, $6::timestamptz, (
               SELECT min(r.created_at) FROM crt.rejects r
                WHERE r.store_id = $1::uuid AND r.is_order AND r.dropped_at IS NULL AND r.created_at >= $7::timestamptz))
           END AS seen),
state AS (
    INSERT INTO crt.sync_state AS s (store_id, stream, cursor, complete, orders_seen_at, updated_at)
    SELECT $1::uuid, $2, $3, $4::boolean, seen, $6::timestamptz FROM synced
    ON CONFLICT (store_id, stream) DO UPDATE SET
        cursor = coalesce(excluded.cursor, s.cursor), complete = excluded.complete,
        orders_seen_at = greatest(CASE WHEN s.orders_seen_at <= $6::timestamptz THEN s.orders_seen_at END, excluded.orders_seen_at),
        updated_at = greatest(excluded.updated_at, least(s.updated_at, $6::timestamptz)))
UPDATE crt.stores
   SET orders_seen_at = greatest(CASE WHEN orders_seen_at <= $6::timestamptz THEN orders_seen_at END, (SELECT seen FROM synced)),
       last_sync = $6::timestamptz
 WHERE id = $1::uuid AND $4::boolean;
