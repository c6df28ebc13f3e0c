-- $1 stores, $2 now, $3 a day ago
-- one row per store in back-off that was not reported since $3; it counts as reported now
-- columns: id sync_backoff_until sync_failures
UPDATE crt.stores SET sync_logged_at = $2::timestamptz
 WHERE id = ANY ($1::uuid[]) AND api_credentials IS NOT NULL AND sync_status <> 'PAUSED'
   AND sync_backoff_until > $2::timestamptz AND (sync_logged_at IS NULL OR sync_logged_at <= $3::timestamptz)
RETURNING id, sync_backoff_until, sync_failures;
