-- $1 store, $2 arrival of its last genuine webhook
-- returns nothing; stores the time to the minute, and replaces a stored time in the future, from a clock that was wrong
UPDATE crt.stores SET hook_seen_at = $2::timestamptz
 WHERE id = $1::uuid AND (hook_seen_at IS NULL OR hook_seen_at NOT BETWEEN $2::timestamptz - interval '1 minute' AND $2::timestamptz);
