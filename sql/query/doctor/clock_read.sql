-- no parameters
-- one row: the server's clock in microseconds since 1970
-- columns: micros
SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS micros;
