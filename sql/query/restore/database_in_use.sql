-- no parameters
-- one row: this database, the number of other sessions in it, and its stores
-- columns: name sessions stores
SELECT current_database() AS name,
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
           AND backend_type = 'client backend') AS sessions,
       CASE WHEN to_regclass('crt.stores') IS NULL THEN 0 ELSE
           (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM crt.stores', false, true, '')))[1]::text::bigint END AS stores;
