-- no parameters
-- one row; from now on the server refuses to write to anything but temporary tables
-- columns: read_only
SELECT set_config('default_transaction_read_only', 'on', false) AS read_only;
