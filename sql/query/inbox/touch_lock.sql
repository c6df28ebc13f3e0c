-- $1 store, $2 message
-- one row if the message exists; its touches are compared with each other, so they are added one at a time
-- columns: id
SELECT id FROM crt.messages WHERE store_id = $1::uuid AND id = $2::uuid FOR NO KEY UPDATE;
