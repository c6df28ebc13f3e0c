-- no parameters
-- no answer: the proofs of a batch
CREATE TEMP TABLE IF NOT EXISTS stage_consents (
    store_id uuid, id uuid, customer_id uuid, channel crt.channel, action crt.consent_state,
    source text, wording text, evidence text, time timestamptz)
    ON COMMIT DELETE ROWS;
