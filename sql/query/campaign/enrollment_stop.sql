-- $1 store, $2 campaign, $3 reason
-- the number of stopped enrollments; pending messages of the campaign are skipped
WITH skipped AS (
    UPDATE crt.messages SET status = 'SKIPPED', reason = $3, held_until = NULL
     WHERE store_id = $1::uuid AND campaign_id = $2::uuid AND status IN ('QUEUED', 'HELD'))
UPDATE crt.enrollments SET state = 'STOPPED', reason = $3, next_at = NULL
 WHERE store_id = $1::uuid AND campaign_id = $2::uuid AND state = 'RUNNING';
