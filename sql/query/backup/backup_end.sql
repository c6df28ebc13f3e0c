-- $1 id, $2 bytes of the file, $3 whether a test restore gave the same rows (null: there was none)
-- the number of backups that are now complete
UPDATE crt.backups SET ended_at = clock_timestamp(), bytes = $2::bigint, verified = $3::boolean WHERE id = $1::uuid;
