-- $1 whether only for this transaction
-- one row; from now on, a statement fails if row-level security would hide rows
-- columns: row_security
SELECT set_config('row_security', 'off', $1::boolean) AS row_security;
