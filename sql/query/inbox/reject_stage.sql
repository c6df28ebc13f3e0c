-- no parameters
-- no answer
CREATE TEMP TABLE IF NOT EXISTS stage_rejects (
    id uuid, store_id uuid, command text, source text, position bigint, bytes bytea, form text, reason text, created_at timestamptz)
    ON COMMIT DELETE ROWS;
