-- $1 store, $2 messages, $3 digests of refusals, $4 codes, $5 keys of addresses that it may suppress (null: none);
-- arrays of the same length; $6 now
-- the number of refusals that are stored as evidence
INSERT INTO crt.refusals (store_id, message_id, refused_at, alike, code, key)
SELECT $1::uuid, g.id, $6::timestamptz, g.alike, g.code, g.key
  FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[]) g (id, alike, code, key)
ON CONFLICT DO NOTHING;
