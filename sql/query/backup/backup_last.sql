-- no parameters
-- at most one row: the newest complete backup
-- columns: started_at path encrypted verified
SELECT started_at, path, encrypted, verified FROM crt.backups WHERE ended_at IS NOT NULL ORDER BY started_at DESC LIMIT 1;
