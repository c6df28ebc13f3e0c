-- $1 id, $2 reason, $3 store or null
-- no answer; it stays where and since when it was, with the newest reason
UPDATE crt.rejects SET reason = $2, store_id = coalesce($3::uuid, store_id) WHERE id = $1::uuid;
