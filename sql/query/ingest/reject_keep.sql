-- $1 id, $2 reason, $3 store or null, $4 is or may be an order, $5 when it can be taken or null
-- no answer; it stays where and since when it was, with the newest reason
UPDATE crt.rejects SET reason = $2, store_id = coalesce($3::uuid, store_id), is_order = $4::boolean, retry_at = $5::timestamptz
 WHERE id = $1::uuid;
