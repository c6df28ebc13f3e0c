-- $1 stores, $2 now, $3 late (an interval), $4 since
-- one row of counts: held; held and overdue by more than $3; held because a store's settings are invalid; unknown;
-- queued and overdue; claimed by a sender that died; handed off since $4; and failed among these
-- columns: held held_overdue held_settings unknown queued_overdue lost handed_off failed
SELECT count(*) FILTER (WHERE status = 'HELD') AS held,
       count(*) FILTER (WHERE status = 'HELD' AND held_until < $2::timestamptz - $3::interval) AS held_overdue,
       count(*) FILTER (WHERE status = 'HELD' AND reason = 'settings') AS held_settings,
       count(*) FILTER (WHERE status = 'UNKNOWN') AS unknown,
       count(*) FILTER (WHERE status = 'QUEUED' AND not_before < $2::timestamptz - $3::interval) AS queued_overdue,
       count(*) FILTER (WHERE status = 'SENDING' AND claimed_until < $2::timestamptz - $3::interval) AS lost,
       count(*) FILTER (WHERE handed_off) AS handed_off,
       count(*) FILTER (WHERE handed_off AND status = 'FAILED') AS failed
  FROM crt.messages
 CROSS JOIN LATERAL (
    SELECT coalesce(sent_at >= $4::timestamptz, false) OR (status = 'FAILED' AND updated_at >= $4::timestamptz)) h (handed_off)
 WHERE store_id = ANY ($1::uuid[]) AND (status IN ('HELD', 'UNKNOWN', 'QUEUED', 'SENDING') OR handed_off);
