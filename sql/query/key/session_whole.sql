-- no parameters
-- no answer; from now on a statement fails where row-level security would leave rows out
SET row_security = off;
