-- no parameters
-- no answer: the keys that a batch has seen with customers
CREATE TEMP TABLE IF NOT EXISTS stage_identities (store_id uuid, key uuid, customer_id uuid)
    ON COMMIT DELETE ROWS;
