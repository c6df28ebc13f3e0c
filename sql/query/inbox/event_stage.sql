-- no parameters
-- no answer: the events of a batch, as they came
CREATE TEMP TABLE IF NOT EXISTS stage_events (
    store_id uuid, id uuid, time timestamptz, received_at timestamptz, type text, payload text)
    ON COMMIT DELETE ROWS;
