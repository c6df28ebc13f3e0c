-- $1 id, $2 reason, $3 store or null, $4 is or may be an order, $5 when it can be ingested or null, $6 now
-- returns nothing; its source and time stay, its reason is replaced; if it is no order, it holds no messages
-- columns: wake
WITH kept AS (
    UPDATE crt.rejects SET reason = $2, store_id = coalesce($3::uuid, store_id), is_order = $4::boolean, retry_at = $5::timestamptz
     WHERE id = $1::uuid RETURNING store_id, is_order)
SELECT crt.wake(ARRAY[store_id], 'rejected_order', $6::timestamptz) FROM kept WHERE NOT is_order;
