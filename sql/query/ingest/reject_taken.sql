-- $1 id
-- no answer: what has been taken in after all is no reject any more
DELETE FROM crt.rejects WHERE id = $1::uuid;
