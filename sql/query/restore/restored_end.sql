-- no parameters
-- one row: how many messages have the result that the journal has, and how many are UNKNOWN: the journal has none
-- columns: known unknown
WITH ended AS (
    UPDATE crt.messages m SET status = coalesce(h.status, 'UNKNOWN'), basis = coalesce(h.basis, m.basis),
           provider = coalesce(h.provider, m.provider), sent_at = CASE WHEN h.status = 'SENT' THEN h.at ELSE m.sent_at END,
           reason = 'restored', claimed_by = NULL, claimed_until = NULL, updated_at = coalesce(h.at, m.updated_at)
      FROM crt.messages w
      LEFT JOIN LATERAL crt.handed_off_as(w.store_id, w.id, w.cart_id, w.campaign_id, w.step_index, w.channel, w.not_before) h ON true
     WHERE w.status = 'SENDING' AND m.store_id = w.store_id AND m.id = w.id
    RETURNING m.status)
SELECT count(*) FILTER (WHERE status <> 'UNKNOWN') AS known, count(*) FILTER (WHERE status = 'UNKNOWN') AS unknown FROM ended;
