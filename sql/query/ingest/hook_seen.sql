-- $1 store, $2 when its last genuine webhook came
-- no answer: the store keeps it, to the minute; a time to come, of a clock that was wrong, does not stay
UPDATE crt.stores SET hook_seen_at = $2::timestamptz
 WHERE id = $1::uuid AND (hook_seen_at IS NULL OR hook_seen_at NOT BETWEEN $2::timestamptz - interval '1 minute' AND $2::timestamptz);
