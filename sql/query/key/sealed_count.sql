-- no parameters
-- one row per key that encrypts something, with the number of texts
-- columns: key sealed
SELECT split_part(text, ':', 2) AS key, count(*) AS sealed
  FROM crt.stores, unnest(ARRAY[api_credentials, webhook_secret]) AS text
 WHERE text IS NOT NULL
 GROUP BY 1 ORDER BY 1;
