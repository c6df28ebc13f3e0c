-- $1 now, and an element a notice: $2 stores, $3 ids, $4 states, $5 codes
-- the number of notices whose result is stored; the sixth attempt is the last
UPDATE crt.notices n
   SET state = CASE WHEN r.state = 'QUEUED' AND n.attempts >= 6 THEN 'FAILED' ELSE r.state END,
       code = r.code, claimed_until = NULL,
       sent_at = CASE WHEN r.state = 'QUEUED' THEN NULL ELSE $1::timestamptz END
  FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) r (store_id, id, state, code)
 WHERE n.store_id = r.store_id AND n.id = r.id AND n.state = 'SENDING';
