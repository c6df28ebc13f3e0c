-- $1 stores, null for all
-- a row a store that crt-sync asks: slug, runs that failed for it in a row, whether it is an error, the last failure, its reason,
-- whether a poll of it has ever ended
SELECT slug, sync_failures, sync_status = 'ERROR', sync_failed_at, sync_reason, last_sync IS NOT NULL
  FROM crt.stores
 WHERE ($1::uuid[] IS NULL OR id = ANY ($1)) AND api_credentials IS NOT NULL AND platform <> 'OTHER'
       AND sync_status <> 'PAUSED'
 ORDER BY slug;
