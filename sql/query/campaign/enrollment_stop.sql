-- $1 store, $2 campaign, $3 reason
-- the number of running enrollments that are stopped
UPDATE crt.enrollments SET state = 'STOPPED', reason = $3, next_at = NULL
 WHERE store_id = $1::uuid AND campaign_id = $2::uuid AND state = 'RUNNING';
