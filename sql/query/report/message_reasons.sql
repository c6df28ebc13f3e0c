-- $1 stores, $2 since
-- one row per store with skipped messages among those decided since then: the most frequent reason, the number of
-- messages with it, and the number of decided messages
-- columns: store_id reason n total
SELECT DISTINCT ON (store_id) store_id, reason, n, total
  FROM (SELECT m.store_id, r.reason, count(*) AS n, sum(count(*)) OVER (PARTITION BY m.store_id)::bigint AS total
          FROM crt.messages m
         CROSS JOIN LATERAL (SELECT CASE WHEN m.status = 'SKIPPED' THEN m.reason END) r (reason)
         WHERE m.store_id = ANY ($1::uuid[]) AND m.updated_at >= $2::timestamptz
           AND m.status NOT IN ('QUEUED', 'HELD', 'SENDING')
         GROUP BY m.store_id, r.reason) g
 WHERE reason IS NOT NULL
 ORDER BY store_id, n DESC, reason;
