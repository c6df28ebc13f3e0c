-- $1 stores, $2 gates, $3 now
-- one row per store and gate that holds messages of active campaigns that could be sent now: their number, and the facts
-- of the first
-- columns: store_id reason messages facts
SELECT m.store_id, m.reason, count(*) AS messages, coalesce((array_agg(m.facts ORDER BY m.not_before, m.id))[1], '{}') AS facts
  FROM crt.messages m JOIN crt.campaigns g ON g.store_id = m.store_id AND g.id = m.campaign_id AND g.status = 'ACTIVE'
 WHERE m.store_id = ANY ($1::uuid[]) AND m.status = 'HELD' AND m.reason = ANY ($2::text[])
   AND m.not_before <= $3::timestamptz AND m.not_after > $3::timestamptz
 GROUP BY m.store_id, m.reason ORDER BY m.store_id, m.reason;
