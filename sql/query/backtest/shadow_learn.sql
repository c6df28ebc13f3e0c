-- $1 stores, $2 time
-- one row; adds to the copies what became known by then, and is in no event
-- columns: done
SELECT crt.shadow_learn($1::uuid[], $2::timestamptz) IS NULL AS done;
