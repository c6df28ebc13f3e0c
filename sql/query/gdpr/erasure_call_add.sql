-- $1 store, $2 erasure, $3 now, and an element a call: $4 ids, $5 providers, $6 what to erase, sealed
-- the number of calls added
INSERT INTO crt.erasure_calls (store_id, id, erasure_id, provider, what, created_at)
SELECT $1::uuid, c.id, $2::uuid, c.provider, c.what, $3::timestamptz
  FROM unnest($4::uuid[], $5::text[], $6::text[]) c (id, provider, what);
