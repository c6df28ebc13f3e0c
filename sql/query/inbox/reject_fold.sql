-- no parameters
-- the number of rejects that are new; one that came before, from the same place, is not kept twice
INSERT INTO crt.rejects (id, store_id, command, source, position, bytes, form, reason, created_at)
SELECT id, store_id, command, source, position, bytes, form, reason, created_at FROM pg_temp.stage_rejects
ON CONFLICT DO NOTHING;
