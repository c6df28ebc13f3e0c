-- no parameters
-- the number of messages that were handed off after the backup and are queued in it
UPDATE crt.messages m SET status = 'SENDING', claimed_by = NULL, claimed_until = NULL
 WHERE m.status = 'QUEUED' AND EXISTS (
    SELECT FROM crt.handed_off_as(m.store_id, m.id, m.cart_id, m.campaign_id, m.step_index, m.channel, m.not_before));
