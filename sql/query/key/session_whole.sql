-- no parameters
-- returns nothing; from now on, a statement fails if row-level security would hide rows
SET row_security = off;
