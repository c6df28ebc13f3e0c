-- no parameters
-- no answer: the carts of a batch, one row each
CREATE TEMP TABLE IF NOT EXISTS stage_carts (
    store_id uuid, id uuid, external_id text, token_id uuid, customer_id uuid, customer_stamp uuid,
    value bigint, currency char(3), items text, items_count int, url text, discount_codes text, bot boolean,
    status crt.cart_status, last_activity_at timestamptz, idle_at timestamptz, stamp uuid, created_at timestamptz)
    ON COMMIT DELETE ROWS;
