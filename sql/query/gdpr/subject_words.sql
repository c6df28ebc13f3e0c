-- $1 store, $2 customers of a person
-- one row per address, telephone number, or device token of theirs
-- columns: word
SELECT DISTINCT w.word FROM crt.customers p CROSS JOIN LATERAL (VALUES (p.email), (p.email_norm), (p.phone), (p.push_token)) w (word)
 WHERE p.store_id = $1::uuid AND p.id = ANY ($2::uuid[]) AND w.word IS NOT NULL ORDER BY 1;
