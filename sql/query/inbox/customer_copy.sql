-- no parameters; binary rows on the wire
-- no answer
COPY pg_temp.stage_customers FROM STDIN (FORMAT binary);
