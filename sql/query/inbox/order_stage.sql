-- no parameters
-- no answer: the orders of a batch, one row each
CREATE TEMP TABLE IF NOT EXISTS stage_orders (
    store_id uuid, id uuid, external_id text, number text, cart_id uuid, checkout_id uuid,
    customer_id uuid, customer_stamp uuid, status crt.order_status, platform_status text,
    total bigint, refunded bigint, currency char(3), discount_codes text, test boolean,
    placed_at timestamptz, stamp uuid, created_at timestamptz)
    ON COMMIT DELETE ROWS;
