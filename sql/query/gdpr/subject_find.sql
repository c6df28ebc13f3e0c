-- $1 stores, $2 keys (pairs): of an address, or the id of a customer
-- one row per customer of that person: whoever was seen with the key, was merged with them, or has their e-mail address
-- columns: store_id customer_id
WITH wanted AS (SELECT DISTINCT * FROM unnest($1::uuid[], $2::uuid[]) w (store_id, key)),
direct AS (
    SELECT p.store_id, p.id FROM wanted w JOIN crt.customers p ON p.store_id = w.store_id AND p.id = w.key
    UNION SELECT i.store_id, i.customer_id FROM wanted w
            JOIN crt.identities i ON i.store_id = w.store_id AND i.key = w.key
           WHERE i.customer_id IS NOT NULL),
merged AS (
    SELECT store_id, id FROM direct
    UNION SELECT i.store_id, i.customer_id FROM direct d JOIN crt.identity_links i ON i.store_id = d.store_id AND i.key = d.id
    UNION SELECT i.store_id, i.key FROM direct d JOIN crt.identity_links i ON i.store_id = d.store_id AND i.customer_id = d.id
            JOIN crt.customers p ON p.store_id = i.store_id AND p.id = i.key)
SELECT store_id, id AS customer_id FROM merged
UNION
SELECT q.store_id, q.id FROM merged m JOIN crt.customers p ON p.store_id = m.store_id AND p.id = m.id
  JOIN crt.customers q ON q.store_id = p.store_id AND q.email_key = p.email_key
 ORDER BY store_id, customer_id;
