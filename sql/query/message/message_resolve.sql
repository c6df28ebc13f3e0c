-- $1 store, $2 messages, $3 statuses, $4 provider's ids, $5 codes, $6 reasons, $7 not before (null: as it is);
-- arrays of one length; $8 now, $9 this sender
-- the number of messages whose outcome is known, or known to be unknown; what another sender has in hand is his,
-- and of what is UNKNOWN elsewhere only that it was taken is believed.
-- What is in hand and goes back without a time to wait for was not tried.
-- By key: the store comes with each id, and the status as text, so that neither the store nor what is in hand is read whole
UPDATE crt.messages m SET status = g.status, provider_id = coalesce(g.provider_id, m.provider_id), code = g.code,
       reason = g.reason, not_before = coalesce(g.not_before, m.not_before), claimed_by = NULL, claimed_until = NULL,
       attempts = m.attempts - (m.status::text = 'SENDING' AND g.status = 'QUEUED' AND g.not_before IS NULL)::int,
       sent_at = CASE WHEN g.status = 'SENT' THEN $8::timestamptz ELSE m.sent_at END, updated_at = $8::timestamptz
  FROM (SELECT $1::uuid AS store_id, u.*
          FROM unnest($2::uuid[], $3::crt.message_status[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
               AS u (id, status, provider_id, code, reason, not_before) OFFSET 0) g
 WHERE m.store_id = g.store_id AND m.id = g.id
   AND CASE m.status::text WHEN 'SENDING' THEN m.claimed_by = $9::bigint
            WHEN 'UNKNOWN' THEN g.status = 'SENT' OR m.claimed_by = $9::bigint ELSE false END;
