-- $1 stores, or null for all: a run belongs to no store
-- one row per run of a command
-- columns: id command host started_at ended_at counts exit reason
SELECT t.id, t.command, t.host, t.started_at, t.ended_at, t.counts, t.exit, t.reason
  FROM crt.runs t
 WHERE $1::uuid[] IS NULL
 ORDER BY t.started_at, t.id;
