-- $1 database to be replaced, $2 what it is called afterwards, $3 the database that replaces it
-- one row: the names are set for database_swap in this session
-- columns: old kept new
SELECT set_config('crt.swap_old', $1, false) AS old, set_config('crt.swap_kept', $2, false) AS kept,
       set_config('crt.swap_new', $3, false) AS new;
