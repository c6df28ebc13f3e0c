-- $1 stores, $2 digests of refusals that the mail server gives to everybody, $3 since, $4 now
-- the number of messages that are queued again as if not refused; the evidence is deleted, and suppresses nobody
WITH gone AS (
    DELETE FROM crt.refusals
     WHERE store_id = ANY ($1::uuid[]) AND alike = ANY ($2::uuid[]) AND refused_at >= $3::timestamptz
    RETURNING store_id, message_id)
UPDATE crt.messages m SET status = 'QUEUED', attempts = greatest(m.attempts - g.n, 0), updated_at = $4::timestamptz
  FROM (SELECT store_id, message_id, count(*)::int AS n FROM gone GROUP BY store_id, message_id) g
 WHERE m.store_id = g.store_id AND m.id = g.message_id
   AND (m.status = 'QUEUED' OR (m.status = 'FAILED' AND m.not_after > $4::timestamptz));
