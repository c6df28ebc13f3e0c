-- $1 id, $2 whether it is encrypted
-- the number of new rows; committed before the snapshot, so the backup knows its own time
INSERT INTO crt.backups (id, encrypted) VALUES ($1::uuid, $2::boolean);
