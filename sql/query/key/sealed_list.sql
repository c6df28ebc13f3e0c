-- no parameters
-- one row per encrypted text: its column, the id and the name of its owner, and the id with which it was encrypted;
-- locked until the transaction ends
-- columns: place id owner aad text
WITH s AS (SELECT id, slug, api_credentials, webhook_secret FROM crt.stores
            WHERE api_credentials IS NOT NULL OR webhook_secret IS NOT NULL ORDER BY id FOR UPDATE),
     u AS (SELECT id, totp FROM crt.users WHERE totp IS NOT NULL ORDER BY id FOR UPDATE),
     c AS (SELECT id, store_id, what FROM crt.erasure_calls WHERE what IS NOT NULL ORDER BY id FOR UPDATE)
SELECT t.place, s.id, 'store ' || s.slug AS owner, s.id AS aad, t.text
  FROM s CROSS JOIN LATERAL (VALUES ('api_credentials', s.api_credentials), ('webhook_secret', s.webhook_secret)) t (place, text)
 WHERE t.text IS NOT NULL
UNION ALL SELECT 'totp', u.id, 'user ' || u.id, u.id, u.totp FROM u
UNION ALL SELECT 'what', c.id, 'erasure call ' || c.id, c.store_id, c.what FROM c;
