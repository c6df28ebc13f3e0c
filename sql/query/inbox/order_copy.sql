-- no parameters; binary rows on the wire
-- no answer
COPY pg_temp.stage_orders FROM STDIN (FORMAT binary);
