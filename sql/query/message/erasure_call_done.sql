-- $1 store, $2 call, $3 state: waiting, done, or refused, $4 response, $5 now
-- the number of calls, 0 if another sender was faster; after a final response the thing itself is deleted
UPDATE crt.erasure_calls SET state = $3, what = CASE WHEN $3 = 'waiting' THEN what END, attempts = attempts + 1, response = $4,
       responded_at = $5::timestamptz
 WHERE store_id = $1::uuid AND id = $2::uuid AND state = 'waiting';
