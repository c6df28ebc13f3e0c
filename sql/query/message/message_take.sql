-- $1 store, $2 messages, $3 claimed by, $4 seconds of the lease, $5 provider, $6 now, $7 the basis of consent of each,
-- $8 version of the rules (null: not a text message)
-- the number of claimed messages. One that another provider did not take has the reason in its row. A lease uses the
-- server's clock, which --now does not set.
-- Searches by key: each id has its store, and the status is compared as text, so that no index is read whole
UPDATE crt.messages m SET status = 'SENDING', claimed_by = $3::bigint,
       claimed_until = clock_timestamp() + $4::int * interval '1 second', attempts = m.attempts + 1,
       provider = $5, basis = w.basis, policy = $8, facts = NULL,
       reason = CASE WHEN m.provider <> $5 AND coalesce(m.reason, m.code) IS NOT NULL
                THEN left(format('moved from %s: %s', m.provider, coalesce(m.reason, m.code)), 500) END,
       updated_at = $6::timestamptz
  FROM (SELECT $1::uuid AS store_id, u.id, u.basis FROM unnest($2::uuid[], $7::text[]) AS u (id, basis) OFFSET 0) w
 WHERE m.store_id = w.store_id AND m.id = w.id AND m.status::text = 'QUEUED';
