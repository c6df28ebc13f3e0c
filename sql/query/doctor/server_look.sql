-- no parameters
-- one row: version number, fsync, full_page_writes, data_checksums, whether it is a
-- standby, whether it is read-only, how many of five time zones it knows
SELECT current_setting('server_version_num')::int, current_setting('fsync'), current_setting('full_page_writes'),
       current_setting('data_checksums'),
       pg_is_in_recovery(), current_setting('transaction_read_only')::boolean,
       (SELECT count(*) FROM pg_timezone_names
         WHERE name IN ('Europe/Berlin', 'America/New_York', 'America/Los_Angeles',
                        'Asia/Tokyo', 'Australia/Sydney'));
