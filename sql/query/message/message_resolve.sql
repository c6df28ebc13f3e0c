-- $1 store, $2 messages, $3 statuses, $4 provider's ids, $5 codes, $6 reasons, $7 not before (null: unchanged);
-- arrays of the same length; $8 now, $9 this sender
-- the number of messages with a new outcome.  A message in flight with another sender is not changed; one that
-- is UNKNOWN of another sender can only become SENT.  What the provider has reported already goes further.
-- A message in flight that is queued again without a new time was not tried, so its attempt does not count.
-- Searches by key: each id has its store, and the status is compared as text, so that no index is read whole
UPDATE crt.messages m SET status = g.status, provider_id = coalesce(g.provider_id, m.provider_id), code = g.code,
       reason = g.reason, not_before = coalesce(g.not_before, m.not_before), claimed_by = NULL, claimed_until = NULL,
       attempts = m.attempts - (m.status::text = 'SENDING' AND g.status = 'QUEUED' AND g.not_before IS NULL)::int,
       sent_at = CASE WHEN g.sent THEN $8::timestamptz ELSE m.sent_at END, updated_at = $8::timestamptz
  FROM (SELECT $1::uuid AS store_id, u.id, r.status, u.provider_id, u.code, u.reason, u.not_before,
               u.status = 'SENT' OR r.status <> u.status AS sent
          FROM unnest($2::uuid[], $3::crt.message_status[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
               AS u (id, status, provider_id, code, reason, not_before)
         CROSS JOIN LATERAL (
            SELECT CASE WHEN u.status IN ('SENT', 'UNKNOWN') THEN crt.reported($1::uuid, u.id, u.status)
                        ELSE u.status END AS status OFFSET 0) r OFFSET 0) g
 WHERE m.store_id = g.store_id AND m.id = g.id
   AND CASE m.status::text WHEN 'SENDING' THEN m.claimed_by = $9::bigint
            WHEN 'UNKNOWN' THEN g.sent OR m.claimed_by = $9::bigint ELSE false END;
