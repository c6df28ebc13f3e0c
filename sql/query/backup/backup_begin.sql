-- $1 id, $2 whether it is encrypted, $3 folder of the file
-- the number of new rows; committed before the snapshot, so the backup knows its own time
INSERT INTO crt.backups (id, encrypted, path) VALUES ($1::uuid, $2::boolean, $3);
