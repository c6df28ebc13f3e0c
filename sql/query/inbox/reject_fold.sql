-- $1 rows (crt.reject_row), binary
-- the number of new rejects; one from the same source and position is not stored twice
INSERT INTO crt.rejects (id, store_id, command, source, position, bytes, platform, slug, topic, reason, created_at, is_order, retry_at)
SELECT id, store_id, command, source, position, bytes, platform, slug, topic, reason, created_at, is_order, retry_at
  FROM unnest($1::crt.reject_row[])
ON CONFLICT DO NOTHING;
