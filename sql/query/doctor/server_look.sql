-- no parameters
-- one row: version number, encoding, fsync, full_page_writes, synchronous_commit,
-- data_checksums, how many of five time zones it knows
SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),
       current_setting('fsync'), current_setting('full_page_writes'),
       current_setting('synchronous_commit'), current_setting('data_checksums'),
       (SELECT count(*) FROM pg_timezone_names
         WHERE name IN ('Europe/Berlin', 'America/New_York', 'America/Los_Angeles',
                        'Asia/Tokyo', 'Australia/Sydney'));
