-- $1 number of partitions a table, '' for the default; a value that the database already has wins
-- one row; read by the schema files of the same transaction
-- columns: partitions
SELECT set_config('crt.partitions', coalesce((
    SELECT max(n) FROM (
        SELECT count(*) AS n FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent
         WHERE c.relnamespace = to_regnamespace('crt') AND c.relkind = 'p'
         GROUP BY i.inhparent) AS parents)::text, $1), true) AS partitions;
