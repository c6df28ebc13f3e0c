-- no parameters
-- one row: whether the database contains data that depends on its keys
-- columns: used
SELECT EXISTS (SELECT FROM crt.suppressions)
    OR EXISTS (SELECT FROM crt.identity_links)
    OR EXISTS (SELECT FROM crt.customers WHERE email_key IS NOT NULL OR phone_key IS NOT NULL)
    OR EXISTS (SELECT FROM crt.erasure_calls WHERE what IS NOT NULL)
    OR EXISTS (SELECT FROM crt.users WHERE totp IS NOT NULL)
    OR EXISTS (SELECT FROM crt.stores
                WHERE api_credentials IS NOT NULL OR webhook_secret IS NOT NULL) AS used;
