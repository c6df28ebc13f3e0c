-- $1 lines of the journal, $2 only lines since
-- one row per customer who was erased after the backup and is in it again. One who is not in it gets the row that keeps
-- older facts from coming back
-- columns: store_id customer
WITH erased AS MATERIALIZED (
    SELECT DISTINCT ON (s.id, j ->> 'customer') s.id AS store_id, (j ->> 'customer')::uuid AS id, (j ->> 'stamp')::uuid AS stamp,
           (j ->> 'at')::timestamptz AS at
      FROM (SELECT l.line::jsonb AS j, l.n FROM unnest($1::text[]) WITH ORDINALITY l (line, n)) l
      JOIN crt.stores s ON s.id = (j ->> 'store')::uuid
     WHERE j ->> 'kind' = 'erased' AND (j ->> 'logged')::timestamptz >= $2::timestamptz ORDER BY s.id, j ->> 'customer', n DESC),
unknown AS (
    INSERT INTO crt.customers (store_id, id, external_id, email_stamp, phone_stamp, push_stamp, name_stamp, locale_stamp, place_stamp,
        consent_email_stamp, consent_sms_stamp, consent_push_stamp, deleted_stamp, last_activity, created_at)
    SELECT store_id, id, 'erased', stamp, stamp, stamp, stamp, stamp, stamp, stamp, stamp, stamp, stamp, at, at FROM erased
    ON CONFLICT DO NOTHING)
SELECT c.store_id, c.id AS customer FROM erased e JOIN crt.customers c ON c.store_id = e.store_id AND c.id = e.id
 WHERE c.external_id IS DISTINCT FROM 'erased' ORDER BY 1, 2;
