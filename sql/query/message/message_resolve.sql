-- $1 store, $2 messages, $3 statuses, $4 provider's ids, $5 codes, $6 reasons, $7 not before (null: unchanged),
-- $8 milliseconds from the hand-off to the response (null: none was awaited), $9 hashes of addresses to which nothing more may
-- be sent, as the provider reports, and $10 why (both null: none); arrays of the same length; $11 now, $12 this sender
-- counts the messages with a new outcome for crt-report metrics.  A message in flight with another sender is not changed;
-- one that is UNKNOWN of another sender can only become SENT.  What the provider has reported already goes further.
-- A message in flight that is queued again without a new time was not tried, so its attempt does not count.
-- Searches by key: each id has its store, and the status is compared as text, so that no index is read whole
WITH resolved AS (
    UPDATE crt.messages m SET status = g.status, provider_id = coalesce(g.provider_id, m.provider_id), code = g.code,
           reason = CASE WHEN m.status::text = 'SENDING' AND g.status <> 'QUEUED' AND m.reason IS NOT NULL
                         THEN left(concat_ws('; ', m.reason, g.reason), 500) ELSE g.reason END,
           not_before = coalesce(g.not_before, m.not_before), claimed_by = NULL, claimed_until = NULL,
           attempts = m.attempts - (m.status::text = 'SENDING' AND g.status = 'QUEUED' AND g.not_before IS NULL)::int,
           sent_at = CASE WHEN g.sent THEN $11::timestamptz ELSE m.sent_at END, updated_at = $11::timestamptz
      FROM (SELECT $1::uuid AS store_id, u.id, r.status, u.provider_id, u.code, u.reason, u.not_before, u.response,
                   u.status = 'SENT' OR r.status <> u.status AS sent
              FROM unnest($2::uuid[], $3::crt.message_status[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::bigint[])
                   AS u (id, status, provider_id, code, reason, not_before, response)
             CROSS JOIN LATERAL (
                SELECT CASE WHEN u.status IN ('SENT', 'UNKNOWN') THEN p.status ELSE u.status END AS status
                  FROM crt.reported($1::uuid, u.id, u.status) p OFFSET 0) r OFFSET 0) g
     WHERE m.store_id = g.store_id AND m.id = g.id
       AND CASE m.status::text WHEN 'SENDING' THEN m.claimed_by = $12::bigint
                WHEN 'UNKNOWN' THEN g.sent OR m.claimed_by = $12::bigint ELSE false END
    RETURNING m.channel, coalesce(m.provider, 'none') AS provider, g.response,
              CASE WHEN g.sent THEN 'accepted' WHEN g.status = 'FAILED' THEN 'failed' WHEN g.status = 'UNKNOWN' THEN 'unknown'
                   WHEN g.not_before IS NOT NULL THEN 'retried' END AS event,
              CASE WHEN g.code IS NULL THEN 'none' ELSE coalesce(substring(g.code FROM '^[2-5][0-9]{2}(?![0-9])'), 'other') END AS code,
              CASE WHEN g.sent AND g.response IS NOT NULL THEN (greatest(0, extract(epoch FROM
                   $11::timestamptz - greatest(m.not_before, m.held_until))) * 1000)::bigint END AS due_ms),
dead AS (
    INSERT INTO crt.suppressions (organization_id, channel, key, reason, code, created_at)
    SELECT DISTINCT ON (m.channel, u.key, u.why) s.organization_id, m.channel, u.key, u.why, u.code, $11::timestamptz
      FROM (SELECT * FROM unnest($2::uuid[], $5::text[], $9::uuid[], $10::text[]) AS a (id, code, key, why)
             WHERE a.why IS NOT NULL OFFSET 0) u
      JOIN crt.stores s ON s.id = $1::uuid
     CROSS JOIN LATERAL (SELECT x.channel FROM crt.messages x WHERE x.store_id = $1::uuid AND x.id = u.id OFFSET 0) m
     ORDER BY m.channel, u.key, u.why, u.code
    ON CONFLICT DO NOTHING)
INSERT INTO crt.provider_events
SELECT $1::uuid, channel, provider, false, event, code, b.due_within, count(*), sum(due_ms), count(response), coalesce(sum(response), 0)
  FROM resolved CROSS JOIN LATERAL (
    SELECT min(bound) AS due_within FROM unnest(crt.due_bounds()) bound WHERE bound * 1000 >= due_ms) b
 WHERE event IS NOT NULL GROUP BY channel, provider, event, code, b.due_within;
