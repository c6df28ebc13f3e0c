-- no parameters
-- one row: the server version number
SELECT current_setting($$server_version_num$$)::int;
