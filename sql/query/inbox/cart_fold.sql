-- $1 rows (crt.cart_row), binary
-- the number of changed carts; of equal stamps the later one counts, and a repeat does not change status and
-- idle_at; if a cart gets a second customer, crt.identity_links stores the other one
INSERT INTO crt.carts AS c (store_id, id, external_id, token_id, customer_id, customer_stamp, value, currency,
    items, items_count, url, discount_codes, bot, status, last_activity_at, idle_at, stamp, created_at,
    url_until, url_pays, origin, origin_stamp)
SELECT * FROM unnest($1::crt.cart_row[]) ORDER BY store_id, id
ON CONFLICT (store_id, id) DO UPDATE SET
    token_id         = greatest(c.token_id, excluded.token_id),
    customer_id      = CASE WHEN excluded.customer_stamp >= c.customer_stamp THEN excluded.customer_id ELSE c.customer_id END,
    customer_stamp   = greatest(excluded.customer_stamp, c.customer_stamp),
    customer_other   = CASE WHEN excluded.customer_id = c.customer_id THEN NULL
                            WHEN excluded.customer_stamp >= c.customer_stamp THEN c.customer_id
                            WHEN c.customer_id IS NOT NULL THEN excluded.customer_id END,
    value            = CASE WHEN excluded.stamp >= c.stamp THEN excluded.value ELSE c.value END,
    currency         = CASE WHEN excluded.stamp >= c.stamp THEN excluded.currency ELSE c.currency END,
    items            = CASE WHEN excluded.stamp >= c.stamp THEN excluded.items ELSE c.items END,
    items_count      = CASE WHEN excluded.stamp >= c.stamp THEN excluded.items_count ELSE c.items_count END,
    url              = CASE WHEN excluded.stamp >= c.stamp THEN excluded.url ELSE c.url END,
    url_until        = CASE WHEN excluded.stamp >= c.stamp THEN excluded.url_until ELSE c.url_until END,
    url_pays         = CASE WHEN excluded.stamp >= c.stamp THEN excluded.url_pays ELSE c.url_pays END,
    discount_codes   = CASE WHEN excluded.stamp >= c.stamp THEN excluded.discount_codes ELSE c.discount_codes END,
    bot              = CASE WHEN excluded.stamp >= c.stamp THEN excluded.bot ELSE c.bot END,
    status           = CASE WHEN excluded.stamp > c.stamp OR (excluded.stamp = c.stamp AND
                (excluded.value, excluded.currency, excluded.items, excluded.url, excluded.discount_codes, excluded.bot)
                IS DISTINCT FROM (c.value, c.currency, c.items, c.url, c.discount_codes, c.bot)) THEN excluded.status ELSE c.status END,
    last_activity_at = CASE WHEN excluded.stamp >= c.stamp THEN excluded.last_activity_at ELSE c.last_activity_at END,
    idle_at          = CASE WHEN excluded.stamp > c.stamp OR (excluded.stamp = c.stamp AND
                (excluded.value, excluded.currency, excluded.items, excluded.url, excluded.discount_codes, excluded.bot)
                IS DISTINCT FROM (c.value, c.currency, c.items, c.url, c.discount_codes, c.bot)) THEN excluded.idle_at ELSE c.idle_at END,
    origin           = CASE WHEN excluded.origin_stamp >= c.origin_stamp OR c.origin_stamp IS NULL THEN excluded.origin
                            ELSE c.origin END,
    origin_stamp     = greatest(excluded.origin_stamp, c.origin_stamp),
    stamp            = greatest(excluded.stamp, c.stamp),
    created_at       = least(excluded.created_at, c.created_at)
WHERE excluded.stamp > c.stamp OR (excluded.stamp = c.stamp AND
                (excluded.value, excluded.currency, excluded.items, excluded.url, excluded.discount_codes, excluded.bot)
                IS DISTINCT FROM (c.value, c.currency, c.items, c.url, c.discount_codes, c.bot))
   OR excluded.customer_stamp > c.customer_stamp OR excluded.customer_id <> c.customer_id
   OR excluded.origin_stamp > c.origin_stamp OR (c.origin_stamp IS NULL AND excluded.origin_stamp IS NOT NULL)
   OR excluded.created_at < c.created_at OR excluded.token_id > c.token_id OR (c.token_id IS NULL AND excluded.token_id IS NOT NULL);
