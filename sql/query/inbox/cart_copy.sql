-- no parameters; binary rows on the wire
-- no answer
COPY pg_temp.stage_carts FROM STDIN (FORMAT binary);
