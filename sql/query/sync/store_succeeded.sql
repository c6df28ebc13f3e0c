-- $1 store, $2 now
-- returns nothing; clears the store's failure
UPDATE crt.stores SET sync_failures = 0, sync_failed_at = NULL, sync_reason = NULL, sync_backoff_until = NULL, sync_logged_at = NULL,
       sync_status = 'ACTIVE', updated_at = $2::timestamptz
 WHERE id = $1::uuid AND (sync_failures > 0 OR sync_status = 'ERROR') AND sync_status <> 'PAUSED';
