-- $1 stores, null for all
-- one row per store that crt-sync polls; polled: a poll of it has been completed at least once
-- columns: slug sync_failures error sync_failed_at sync_reason polled
SELECT slug, sync_failures, sync_status = 'ERROR' AS error, sync_failed_at, sync_reason, last_sync IS NOT NULL AS polled
  FROM crt.stores
 WHERE ($1::uuid[] IS NULL OR id = ANY ($1)) AND api_credentials IS NOT NULL AND platform <> 'OTHER'
       AND sync_status <> 'PAUSED'
 ORDER BY slug;
