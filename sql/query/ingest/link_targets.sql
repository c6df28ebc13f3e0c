-- $1 stores, $2 messages, $3 the name of an item's URL for each, or '' for the cart, $4 now
-- one row per link of a known message: its number from 1, where it leads (null: expired, or no such item),
-- the coupon of the message (null: none, or expired), and the language of the message
-- columns: n url coupon locale
SELECT k.n,
       CASE WHEN k.name <> '' THEN (
                SELECT i ->> 'url' FROM jsonb_array_elements(coalesce(a.items, '[]')::jsonb || coalesce(c.items, '[]')::jsonb) i
                 WHERE left(encode(sha256(convert_to(i ->> 'url', 'UTF8')), 'hex'), length(k.name)) = k.name LIMIT 1)
            WHEN a.expires_at > $4::timestamptz AND (c.url_until IS NULL OR c.url_until > $4::timestamptz) THEN c.url END AS url,
       CASE WHEN (m.coupon ->> 'expires')::timestamptz > $4::timestamptz THEN m.coupon ->> 'code' END AS coupon, m.locale
  FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY k (store, message, name, n)
 CROSS JOIN LATERAL (    -- a fence: always by key
    SELECT * FROM crt.messages WHERE store_id = k.store AND id = k.message OFFSET 0) m
 CROSS JOIN LATERAL (SELECT * FROM crt.carts WHERE store_id = m.store_id AND id = m.cart_id OFFSET 0) c
  LEFT JOIN LATERAL (SELECT * FROM crt.abandoned_carts WHERE store_id = m.store_id AND id = m.episode_id OFFSET 0) a ON true;
