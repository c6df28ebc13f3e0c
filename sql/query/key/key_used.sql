-- no parameters
-- one row: whether something in the database depends on the keys that it was used with
SELECT EXISTS (SELECT FROM crt.suppressions)
    OR EXISTS (SELECT FROM crt.identities)
    OR EXISTS (SELECT FROM crt.stores
                WHERE api_credentials IS NOT NULL OR webhook_secret IS NOT NULL);
