-- $1 stores, $2 now, $3 late (an interval), $4 since
-- one row of counts: held, held and overdue by more than that, held because a store's settings cannot be used, unknown,
-- queued and overdue, claimed by a sender that has gone, handed off since then, and failed
-- columns: held held_overdue held_settings unknown queued_overdue lost handed failed
SELECT count(*) FILTER (WHERE status = 'HELD') AS held,
       count(*) FILTER (WHERE status = 'HELD' AND held_until < $2::timestamptz - $3::interval) AS held_overdue,
       count(*) FILTER (WHERE status = 'HELD' AND reason = 'settings') AS held_settings,
       count(*) FILTER (WHERE status = 'UNKNOWN') AS unknown,
       count(*) FILTER (WHERE status = 'QUEUED' AND not_before < $2::timestamptz - $3::interval) AS queued_overdue,
       count(*) FILTER (WHERE status = 'SENDING' AND claimed_until < $2::timestamptz - $3::interval) AS lost,
       count(*) FILTER (WHERE handed) AS handed,
       count(*) FILTER (WHERE handed AND status = 'FAILED') AS failed
  FROM crt.messages
 CROSS JOIN LATERAL (SELECT coalesce(sent_at >= $4::timestamptz, false) OR (status = 'FAILED' AND updated_at >= $4::timestamptz)) h (handed)
 WHERE store_id = ANY ($1::uuid[]) AND (status IN ('HELD', 'UNKNOWN', 'QUEUED', 'SENDING') OR handed);
