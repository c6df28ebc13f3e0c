-- $1 lines of the journal, $2 only lines since
-- one row per store that was erased after the backup and is in it again
-- columns: slug
SELECT DISTINCT s.slug FROM unnest($1::text[]) l (line) JOIN crt.stores s ON s.id = (l.line::jsonb ->> 'store')::uuid
 WHERE l.line::jsonb ->> 'kind' = 'store_erased' AND (l.line::jsonb ->> 'logged')::timestamptz >= $2::timestamptz ORDER BY 1;
