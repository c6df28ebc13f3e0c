-- $1 store, $2 id, $3 kind, $4 payload, $5 opened at, $6 keys of the person whose messages it holds
-- returns nothing; the month of GDPR Art. 12(3) begins at $5
INSERT INTO crt.privacy_requests (store_id, id, kind, payload, opened_at, due_at, keys)
SELECT s.id, $2::uuid, $3, $4, $5::timestamptz, crt.month_due($5::timestamptz, 1, s.timezone), $6::uuid[]
  FROM crt.stores s WHERE s.id = $1::uuid
ON CONFLICT DO NOTHING;
