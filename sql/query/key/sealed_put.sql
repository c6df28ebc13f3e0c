-- $1 column, $2 id of its owner, $3 the encrypted text
-- returns nothing; the plain text is unchanged, so the owner does not count as changed
WITH a AS (UPDATE crt.stores SET api_credentials = $3 WHERE $1 = 'api_credentials' AND id = $2::uuid),
     b AS (UPDATE crt.stores SET webhook_secret = $3 WHERE $1 = 'webhook_secret' AND id = $2::uuid),
     c AS (UPDATE crt.erasure_calls SET what = $3 WHERE $1 = 'what' AND id = $2::uuid)
UPDATE crt.users SET totp = $3 WHERE $1 = 'totp' AND id = $2::uuid;
