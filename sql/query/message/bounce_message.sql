-- $1 stores, $2 message
-- one row if the message exists: the slug of its store, and the key of the recipient's address
-- columns: slug email_key
SELECT s.slug, c.email_key FROM crt.messages m
  JOIN crt.stores s ON s.id = m.store_id
  LEFT JOIN crt.customers c ON c.store_id = m.store_id AND c.id = m.customer_id
 WHERE m.store_id = ANY ($1::uuid[]) AND m.id = $2::uuid;
