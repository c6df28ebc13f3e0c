-- $1 store, $2 campaign, $3 status, $4 now
-- returns nothing; changes only the status
UPDATE crt.campaigns SET status = $3::crt.campaign_status, updated_at = $4::timestamptz
 WHERE store_id = $1::uuid AND id = $2::uuid;
