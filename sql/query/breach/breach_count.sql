-- $1 stores, $2 breach
-- one row per category of data and country: the people and records concerned; country null: not known
-- columns: category country people records
WITH affected AS (
    SELECT c.* FROM crt.breach_people p JOIN crt.customers c ON c.store_id = p.store_id AND c.id = p.customer_id
     WHERE p.store_id = ANY ($1::uuid[]) AND p.breach_id = $2::uuid)
SELECT d.category, a.country, count(*) AS people, sum(d.records)::bigint AS records
  FROM affected a
 CROSS JOIN LATERAL (
    VALUES ('name', (a.first_name IS NOT NULL OR a.last_name IS NOT NULL)::int::bigint), ('email', (a.email IS NOT NULL)::int::bigint),
           ('phone', (a.phone IS NOT NULL)::int::bigint), ('place', (a.country IS NOT NULL OR a.region IS NOT NULL)::int::bigint),
           ('carts', (SELECT count(*) FROM crt.carts k WHERE k.store_id = a.store_id AND k.customer_id = a.id)),
           ('orders', (SELECT count(*) FROM crt.orders o WHERE o.store_id = a.store_id AND o.customer_id = a.id)),
           ('messages', (SELECT count(*) FROM crt.messages m WHERE m.store_id = a.store_id AND m.customer_id = a.id)),
           ('consents', (SELECT count(*) FROM crt.consents t WHERE t.store_id = a.store_id AND t.customer_id = a.id))) d (category, records)
 WHERE d.records > 0
 GROUP BY 1, 2 ORDER BY 1, 2 NULLS LAST;
