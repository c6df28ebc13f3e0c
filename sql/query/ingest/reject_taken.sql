-- $1 id, $2 now
-- no answer: what has been taken in after all is no reject any more, and holds nothing up
-- columns: wake
WITH taken AS (DELETE FROM crt.rejects WHERE id = $1::uuid RETURNING store_id, is_order)
SELECT crt.wake(ARRAY[store_id], 'rejected_order', $2::timestamptz) FROM taken WHERE is_order;
