-- no parameters
-- the number of messages that were handed off after the backup and wait in it
UPDATE crt.messages m SET status = 'QUEUED', held_until = NULL
 WHERE m.status IN ('HELD', 'FAILED') AND EXISTS (
    SELECT FROM crt.handed_off_as(m.store_id, m.id, m.cart_id, m.campaign_id, m.step_index, m.channel, m.not_before));
