-- no parameters
-- one row per key that encrypts something, with the number of texts
-- columns: key sealed
SELECT split_part(text, ':', 2) AS key, count(*) AS sealed
  FROM (SELECT unnest(ARRAY[api_credentials, webhook_secret]) AS text FROM crt.stores
        UNION ALL SELECT what FROM crt.erasure_calls
        UNION ALL SELECT totp FROM crt.users) sealed
 WHERE text IS NOT NULL
 GROUP BY 1 ORDER BY 1;
