-- $1 stores, $2 now
-- one row per store with credentials, the least recently polled first
-- columns: id sync_failures backed_off sync_backoff_until
SELECT id, sync_failures, coalesce(sync_backoff_until > $2::timestamptz, false) AS backed_off, sync_backoff_until
  FROM crt.stores
 WHERE id = ANY ($1::uuid[]) AND api_credentials IS NOT NULL AND sync_status <> 'PAUSED'
 ORDER BY last_sync NULLS FIRST, slug;
