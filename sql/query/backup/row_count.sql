-- no parameters
-- one row per table of the schema, with its number of rows
-- columns: name rows
SELECT c.relname AS name,
       (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM crt.%I', c.relname), false, true, '')))[1]::text::bigint
           AS rows
  FROM pg_class c WHERE c.relnamespace = 'crt'::regnamespace AND c.relkind = 'r'
 ORDER BY c.relname;
