-- $1 tables, $2 views, $3 functions
-- one row; makes their copies in the session's temporary schema
-- columns: done
SELECT crt.shadow_make($1::text[], $2::text[], $3::text[]) IS NULL AS done;
