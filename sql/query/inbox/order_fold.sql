-- $1 rows (crt.order_row), binary
-- the number of changed orders; of equal stamps the later one counts; crt-detect applies each to carts and episodes
INSERT INTO crt.orders AS o (store_id, id, external_id, number, cart_id, checkout_id, customer_id, customer_stamp,
    status, platform_status, total, refunded, tax, shipping, currency, discount_codes, test, was_bought, placed_at, confirmed_at,
    stamp, created_at)
SELECT * FROM unnest($1::crt.order_row[]) ORDER BY store_id, id
ON CONFLICT (store_id, id) DO UPDATE SET
    customer_id     = CASE WHEN excluded.customer_stamp >= o.customer_stamp THEN excluded.customer_id ELSE o.customer_id END,
    customer_stamp  = greatest(excluded.customer_stamp, o.customer_stamp),
    number          = CASE WHEN excluded.stamp >= o.stamp THEN excluded.number ELSE o.number END,
    cart_id         = greatest(excluded.cart_id, o.cart_id),
    checkout_id     = greatest(excluded.checkout_id, o.checkout_id),
    status          = CASE WHEN excluded.stamp >= o.stamp THEN excluded.status ELSE o.status END,
    platform_status = CASE WHEN excluded.stamp >= o.stamp THEN excluded.platform_status ELSE o.platform_status END,
    total           = CASE WHEN excluded.stamp >= o.stamp THEN excluded.total ELSE o.total END,
    refunded        = CASE WHEN excluded.stamp >= o.stamp THEN excluded.refunded ELSE o.refunded END,
    tax             = CASE WHEN excluded.stamp >= o.stamp THEN excluded.tax ELSE o.tax END,
    shipping        = CASE WHEN excluded.stamp >= o.stamp THEN excluded.shipping ELSE o.shipping END,
    currency        = CASE WHEN excluded.stamp >= o.stamp THEN excluded.currency ELSE o.currency END,
    discount_codes  = CASE WHEN excluded.stamp >= o.stamp THEN excluded.discount_codes ELSE o.discount_codes END,
    test            = CASE WHEN excluded.stamp >= o.stamp THEN excluded.test ELSE o.test END,
    was_bought      = excluded.was_bought OR o.was_bought,
    placed_at       = least(excluded.placed_at, o.placed_at),
    confirmed_at    = least(excluded.confirmed_at, o.confirmed_at),
    stamp           = greatest(excluded.stamp, o.stamp),
    created_at      = least(excluded.created_at, o.created_at),
    resolved         = false
WHERE excluded.stamp > o.stamp OR excluded.customer_stamp > o.customer_stamp OR excluded.created_at < o.created_at
   OR (excluded.stamp = o.stamp
       AND (excluded.number, excluded.status, excluded.platform_status, excluded.total, excluded.refunded, excluded.tax,
            excluded.shipping, excluded.currency, excluded.discount_codes, excluded.test)
           IS DISTINCT FROM (o.number, o.status, o.platform_status, o.total, o.refunded, o.tax, o.shipping, o.currency,
            o.discount_codes, o.test))
   OR excluded.customer_id <> o.customer_id    -- an earlier record may name another person
   OR excluded.was_bought > o.was_bought
   OR excluded.placed_at < o.placed_at OR least(excluded.confirmed_at, o.confirmed_at) IS DISTINCT FROM o.confirmed_at
   OR greatest(excluded.cart_id, o.cart_id) IS DISTINCT FROM o.cart_id
   OR greatest(excluded.checkout_id, o.checkout_id) IS DISTINCT FROM o.checkout_id;
