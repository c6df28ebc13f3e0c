-- no parameters; binary rows on the wire
-- no answer
COPY pg_temp.stage_events FROM STDIN (FORMAT binary);
