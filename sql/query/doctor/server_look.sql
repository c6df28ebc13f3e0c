-- no parameters
-- one row; zones: how many of five time zones the server knows
-- columns: version fsync full_page_writes data_checksums standby read_only zones
SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
       current_setting('full_page_writes') AS full_page_writes, current_setting('data_checksums') AS data_checksums,
       pg_is_in_recovery() AS standby, current_setting('transaction_read_only')::boolean AS read_only,
       (SELECT count(*) FROM pg_timezone_names
         WHERE name IN ('Europe/Berlin', 'America/New_York', 'America/Los_Angeles',
                        'Asia/Tokyo', 'Australia/Sydney')) AS zones;
