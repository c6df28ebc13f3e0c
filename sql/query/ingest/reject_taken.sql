-- $1 id, $2 now
-- returns nothing; deletes the reject, because its line has been ingested, and releases the messages that it held
-- columns: wake
WITH taken AS (DELETE FROM crt.rejects WHERE id = $1::uuid RETURNING store_id, is_order)
SELECT crt.wake(ARRAY[store_id], 'rejected_order', $2::timestamptz) FROM taken WHERE is_order;
