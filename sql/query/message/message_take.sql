-- $1 store, $2 messages, $3 claimed by, $4 seconds of the lease, $5 provider, $6 now
-- the number of messages that are ours to send; a lease runs by the server's clock, which --now does not set.
-- The status as text, so that the rows are found by key and not through the index of the whole queue
UPDATE crt.messages m SET status = 'SENDING', claimed_by = $3::bigint,
       claimed_until = clock_timestamp() + $4::int * interval '1 second', attempts = m.attempts + 1,
       provider = $5, reason = NULL, facts = NULL, updated_at = $6::timestamptz
 WHERE m.store_id = $1::uuid AND m.id = ANY ($2::uuid[]) AND m.status::text = 'QUEUED';
