-- no parameters
-- a row a key that seals something: its id, how many texts
SELECT split_part(text, ':', 2), count(*)
  FROM crt.stores, unnest(ARRAY[api_credentials, webhook_secret]) AS text
 WHERE text IS NOT NULL
 GROUP BY 1 ORDER BY 1;
