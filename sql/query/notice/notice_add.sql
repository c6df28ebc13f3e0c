-- $1 store, $2 breach, $3 now, and an element a language: $4 languages, $5 subjects, $6 texts
-- the first language is for people of other languages
-- the number of notices queued: one to each person with an e-mail address who got none about this breach
INSERT INTO crt.notices (store_id, of_id, customer_id, subject, body, created_at)
SELECT c.store_id, $2::uuid, c.id, t.subject, t.body, $3::timestamptz
  FROM (SELECT DISTINCT ON (c.email_key) c.* FROM crt.breach_people p
          JOIN crt.customers c ON c.store_id = p.store_id AND c.id = p.customer_id
         WHERE p.store_id = $1::uuid AND p.breach_id = $2::uuid AND c.email IS NOT NULL ORDER BY c.email_key, c.id) c
  JOIN crt.stores s ON s.id = c.store_id
 CROSS JOIN LATERAL (SELECT * FROM unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY t (language, subject, body, place)
                      ORDER BY t.language <> lower(left(coalesce(c.locale, s.locale), 2)), t.place LIMIT 1) t
ON CONFLICT DO NOTHING;
