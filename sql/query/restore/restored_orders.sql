-- no parameters
-- one row per store whose orders after the backup no poll finds, since the check of its orders is off. For the others,
-- messages are held until the next complete order sync
-- columns: slug
WITH seen AS (UPDATE crt.stores SET orders_seen_at = NULL WHERE orders_seen_at IS NOT NULL),
synced AS (UPDATE crt.sync_state SET complete = false, orders_seen_at = NULL),
printed AS (DELETE FROM crt.outbox)        -- its numbers of transactions are those of another server
SELECT slug FROM crt.stores WHERE settings ->> 'orders_max_age' IN ('off', '0') ORDER BY slug;
