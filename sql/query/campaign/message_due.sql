-- $1 stores, $2 now
-- one row per message that may be sent, oldest first, with the columns of crt.message_context
-- columns: store_id id episode_id campaign step_index template locale not_before coupon external_id url value
-- columns: currency items first_name last_name email customer_locale country channel recipient recipient_key status campaign_status
SELECT * FROM crt.message_context
 WHERE store_id = ANY ($1::uuid[]) AND status = 'QUEUED' AND not_before <= $2::timestamptz AND campaign_status = 'ACTIVE'
 ORDER BY store_id, not_before, id;
