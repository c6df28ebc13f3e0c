-- $1 stores, $2 now, $3 until when they are claimed, $4 at most
-- one row per notice to send, with its address; a person without one gets none
-- columns: store_id id email first_name last_name locale subject body
WITH due AS (
    SELECT n.store_id, n.id FROM crt.notices n
     WHERE n.state = 'QUEUED' AND n.store_id = ANY ($1::uuid[])
     ORDER BY n.created_at, n.id LIMIT $4::bigint FOR UPDATE SKIP LOCKED),
claimed AS (
    UPDATE crt.notices n SET attempts = n.attempts + 1, claimed_until = CASE WHEN c.email IS NULL THEN NULL ELSE $3::timestamptz END,
           state = CASE WHEN c.email IS NULL THEN 'FAILED' ELSE 'SENDING' END, code = CASE WHEN c.email IS NULL THEN 'address' END,
           sent_at = CASE WHEN c.email IS NULL THEN $2::timestamptz END
      FROM due d JOIN crt.notices x ON x.store_id = d.store_id AND x.id = d.id
      LEFT JOIN crt.customers c ON c.store_id = x.store_id AND c.id = x.customer_id
     WHERE n.store_id = d.store_id AND n.id = d.id
    RETURNING n.store_id, n.id, c.email, c.first_name, c.last_name, c.locale, n.subject, n.body)
SELECT store_id, id, email, first_name, last_name, locale, subject, body FROM claimed WHERE email IS NOT NULL ORDER BY store_id, id;
