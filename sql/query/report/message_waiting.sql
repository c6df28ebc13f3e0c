-- $1 stores, $2 now, $3 late (an interval), $4 since
-- one row of counts: held, held and that long overdue, held as a store's settings cannot be used, unknown,
-- queued and overdue, claimed by a sender that has gone, handed over since then, and failed
SELECT count(*) FILTER (WHERE status = 'HELD'),
       count(*) FILTER (WHERE status = 'HELD' AND held_until < $2::timestamptz - $3::interval),
       count(*) FILTER (WHERE status = 'HELD' AND reason = 'settings'),
       count(*) FILTER (WHERE status = 'UNKNOWN'),
       count(*) FILTER (WHERE status = 'QUEUED' AND not_before < $2::timestamptz - $3::interval),
       count(*) FILTER (WHERE status = 'SENDING' AND claimed_until < $2::timestamptz - $3::interval),
       count(*) FILTER (WHERE handed),
       count(*) FILTER (WHERE handed AND status = 'FAILED')
  FROM crt.messages
 CROSS JOIN LATERAL (SELECT coalesce(sent_at >= $4::timestamptz, false) OR (status = 'FAILED' AND updated_at >= $4::timestamptz)) h (handed)
 WHERE store_id = ANY ($1::uuid[]) AND (status IN ('HELD', 'UNKNOWN', 'QUEUED', 'SENDING') OR handed);
