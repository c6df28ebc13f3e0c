-- $1 stores, $2 the beginning of the replay
-- one row; fills the copies with what does not follow from events
-- columns: done
SELECT crt.shadow_fill($1::uuid[], $2::timestamptz) IS NULL AS done;
