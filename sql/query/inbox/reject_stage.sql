-- no parameters
-- no answer
CREATE TEMP TABLE IF NOT EXISTS stage_rejects (
    id uuid, store_id uuid, command text, source text, position bigint, bytes bytea, reason text, created_at timestamptz)
    ON COMMIT DELETE ROWS;
