-- $1 store, $2 id, $3 kind, $4 payload, $5 opened at, $6 keys of the person whose messages it holds
-- $7 how the identity was checked or null
-- one row: when it is due, a calendar month later
-- columns: due_at
WITH request AS (
    INSERT INTO crt.privacy_requests (store_id, id, kind, payload, opened_at, due_at, keys, own, identity)
    SELECT s.id, $2::uuid, $3, $4, $5::timestamptz, crt.month_due($5::timestamptz, 1, s.timezone), $6::uuid[], true, $7
      FROM crt.stores s WHERE s.id = $1::uuid RETURNING due_at)
SELECT r.due_at FROM request r;
