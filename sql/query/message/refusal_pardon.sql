-- $1 stores, $2 digests of refusals that the mail server gives to everybody, $3 since, $4 now
-- queues the refused messages again as if not refused, and deletes the evidence, so that it suppresses nobody;
-- one row per message that had failed
-- columns: store_id id episode_id provider code attempts not_before
WITH gone AS (
    DELETE FROM crt.refusals
     WHERE store_id = ANY ($1::uuid[]) AND alike = ANY ($2::uuid[]) AND refused_at >= $3::timestamptz
    RETURNING store_id, message_id, code),
refused AS (
    SELECT m.store_id, m.id, m.status = 'FAILED' AS failed, g.n, g.code
      FROM (SELECT store_id, message_id, count(*)::int AS n, min(code) AS code FROM gone GROUP BY store_id, message_id) g
      JOIN crt.messages m ON m.store_id = g.store_id AND m.id = g.message_id
     WHERE m.status = 'QUEUED' OR (m.status = 'FAILED' AND m.not_after > $4::timestamptz)
       FOR UPDATE OF m),
queued AS (
    UPDATE crt.messages m SET status = 'QUEUED', attempts = greatest(m.attempts - r.n, 0), updated_at = $4::timestamptz
      FROM refused r WHERE m.store_id = r.store_id AND m.id = r.id
    RETURNING m.store_id, m.id, m.episode_id, m.provider, r.code, m.attempts, m.not_before, r.failed)
SELECT store_id, id, episode_id, provider, code, attempts, not_before FROM queued WHERE failed ORDER BY store_id, id;
