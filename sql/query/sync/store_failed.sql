-- $1 store, $2 now, $3 reason, $4 whether it is an error already, $5 end of the back-off or null
-- returns nothing; counts one more failed run
UPDATE crt.stores SET sync_failures = sync_failures + 1, sync_failed_at = $2::timestamptz, sync_reason = $3,
       sync_backoff_until = $5::timestamptz, updated_at = $2::timestamptz,
       sync_status = CASE WHEN $4::boolean AND sync_status <> 'PAUSED' THEN 'ERROR' ELSE sync_status END
 WHERE id = $1::uuid;
