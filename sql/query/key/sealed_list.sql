-- no parameters
-- one row per encrypted text: its column, the id and the name of its owner; locked until the transaction ends
-- columns: place id owner text
WITH s AS (SELECT id, slug, api_credentials, webhook_secret FROM crt.stores
            WHERE api_credentials IS NOT NULL OR webhook_secret IS NOT NULL ORDER BY id FOR UPDATE),
     u AS (SELECT id, totp FROM crt.users WHERE totp IS NOT NULL ORDER BY id FOR UPDATE)
SELECT t.place, s.id, 'store ' || s.slug AS owner, t.text
  FROM s CROSS JOIN LATERAL (VALUES ('api_credentials', s.api_credentials), ('webhook_secret', s.webhook_secret)) t (place, text)
 WHERE t.text IS NOT NULL
UNION ALL SELECT 'totp', u.id, 'user ' || u.id, u.totp FROM u;
