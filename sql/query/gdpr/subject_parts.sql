-- $1 store, $2 customers of a person
-- one row per thing of the person: its id, and the earliest time of an event about it
-- columns: kind id since
SELECT 'customer' AS kind, p.id, p.created_at AS since FROM crt.customers p WHERE p.store_id = $1::uuid AND p.id = ANY ($2::uuid[])
UNION SELECT 'email', p.email_key, p.created_at FROM crt.customers p
 WHERE p.store_id = $1::uuid AND p.id = ANY ($2::uuid[]) AND p.email_key IS NOT NULL
UNION SELECT 'phone', p.phone_key, p.created_at FROM crt.customers p
 WHERE p.store_id = $1::uuid AND p.id = ANY ($2::uuid[]) AND p.phone_key IS NOT NULL
UNION SELECT 'cart', c.id, c.created_at FROM crt.carts c WHERE c.store_id = $1::uuid AND c.customer_id = ANY ($2::uuid[])
UNION SELECT 'cart', c.id, c.created_at FROM crt.identity_links l
  JOIN crt.carts c ON c.store_id = l.store_id AND c.id = l.key
 WHERE l.store_id = $1::uuid AND l.customer_id = ANY ($2::uuid[])
UNION SELECT 'order', o.id, o.created_at FROM crt.orders o WHERE o.store_id = $1::uuid AND o.customer_id = ANY ($2::uuid[])
UNION SELECT 'order', o.id, o.created_at FROM crt.carts c
  JOIN crt.orders o ON o.store_id = c.store_id AND (o.cart_id = c.id OR o.checkout_id = c.id) AND o.customer_id IS NULL
 WHERE c.store_id = $1::uuid AND c.customer_id = ANY ($2::uuid[])
UNION SELECT 'message', m.id, m.created_at FROM crt.messages m WHERE m.store_id = $1::uuid AND m.customer_id = ANY ($2::uuid[])
 ORDER BY 1, 2;
