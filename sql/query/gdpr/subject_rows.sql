-- $1 store, $2 customers of a person, $3 their carts, $4 orders, $5 messages, $6 the keys of their addresses and they themselves,
-- $7 times and $8 ids of the events about them, $9 ids of their privacy requests, $10 texts that a rejected line of theirs holds
-- one row per row about the person in any table, as JSON with all its columns
-- columns: table_name record
SELECT 'customers' AS table_name, to_jsonb(t)::text AS record FROM crt.customers t WHERE t.store_id = $1::uuid AND t.id = ANY ($2::uuid[])
UNION ALL SELECT 'identity_links', to_jsonb(t)::text FROM crt.identity_links t
 WHERE t.store_id = $1::uuid AND t.customer_id = ANY ($2::uuid[])
UNION ALL SELECT 'consents', to_jsonb(t)::text FROM crt.consents t WHERE t.store_id = $1::uuid AND t.customer_id = ANY ($2::uuid[])
UNION ALL SELECT 'suppressions', to_jsonb(t)::text FROM crt.suppressions t JOIN crt.stores s ON s.organization_id = t.organization_id
 WHERE s.id = $1::uuid AND t.key = ANY ($6::uuid[])
UNION ALL SELECT 'pauses', to_jsonb(t)::text FROM crt.pauses t JOIN crt.stores s ON s.organization_id = t.organization_id
 WHERE s.id = $1::uuid AND t.key = ANY ($6::uuid[])
UNION ALL SELECT 'audit_log', (to_jsonb(t) - '{actor,previous,hash}'::text[])::text FROM crt.audit_log t
  JOIN crt.stores s ON s.organization_id = t.organization_id WHERE s.id = $1::uuid AND t.subject = ANY ($6::uuid[])
UNION ALL SELECT 'erasures', to_jsonb(t)::text FROM crt.erasures t JOIN crt.stores s ON s.organization_id = t.organization_id
 WHERE s.id = $1::uuid AND t.subjects && $6::uuid[]
UNION ALL SELECT 'carts', to_jsonb(t)::text FROM crt.carts t WHERE t.store_id = $1::uuid AND t.id = ANY ($3::uuid[])
UNION ALL SELECT 'abandoned_carts', to_jsonb(t)::text FROM crt.abandoned_carts t
 WHERE t.store_id = $1::uuid AND t.cart_id = ANY ($3::uuid[])
UNION ALL SELECT 'orders', to_jsonb(t)::text FROM crt.orders t WHERE t.store_id = $1::uuid AND t.id = ANY ($4::uuid[])
UNION ALL SELECT 'enrollments', to_jsonb(t)::text FROM crt.enrollments t JOIN crt.abandoned_carts a
    ON a.store_id = t.store_id AND a.id = t.episode_id WHERE t.store_id = $1::uuid AND a.cart_id = ANY ($3::uuid[])
UNION ALL SELECT 'messages', to_jsonb(t)::text FROM crt.messages t WHERE t.store_id = $1::uuid AND t.id = ANY ($5::uuid[])
UNION ALL SELECT 'touches', to_jsonb(t)::text FROM crt.touches t WHERE t.store_id = $1::uuid AND t.message_id = ANY ($5::uuid[])
UNION ALL SELECT 'refusals', to_jsonb(t)::text FROM crt.refusals t WHERE t.store_id = $1::uuid AND t.message_id = ANY ($5::uuid[])
UNION ALL SELECT 'breach_people', to_jsonb(t)::text FROM crt.breach_people t
 WHERE t.store_id = $1::uuid AND t.customer_id = ANY ($2::uuid[])
UNION ALL SELECT 'notices', to_jsonb(t)::text FROM crt.notices t WHERE t.store_id = $1::uuid AND t.customer_id = ANY ($2::uuid[])
UNION ALL SELECT 'events', to_jsonb(t)::text FROM unnest($7::timestamptz[], $8::uuid[]) k (time, id)
  JOIN crt.events t ON t.store_id = $1::uuid AND t.time = k.time AND t.id = k.id
UNION ALL SELECT 'privacy_requests', to_jsonb(t)::text FROM crt.privacy_requests t
 WHERE t.store_id = $1::uuid AND t.id = ANY ($9::uuid[])
UNION ALL SELECT 'rejects', (to_jsonb(t) || jsonb_build_object('bytes', encode(t.bytes, 'escape')))::text FROM crt.rejects t
 WHERE (t.store_id = $1::uuid OR t.store_id IS NULL) AND t.dropped_at IS NULL
   AND EXISTS (SELECT FROM unnest($10::text[]) w WHERE strpos(lower(encode(t.bytes, 'escape')), lower(w)) > 0);
