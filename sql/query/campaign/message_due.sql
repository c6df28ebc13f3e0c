-- $1 stores, $2 now
-- a row a message that may go, oldest first, as crt.message_context has it
-- columns: store_id id episode_id campaign step_index template locale not_before coupon external_id url value
-- columns: currency items first_name last_name email customer_locale country email_key status campaign_status
SELECT * FROM crt.message_context
 WHERE store_id = ANY ($1::uuid[]) AND status = 'QUEUED' AND not_before <= $2::timestamptz AND campaign_status = 'ACTIVE'
 ORDER BY store_id, not_before, id;
