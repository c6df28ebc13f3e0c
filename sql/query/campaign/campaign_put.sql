-- $1 store, $2 name, $3 status (null: as it is, ACTIVE for a new one), $4 priority, $5 source, $6 trigger, $7 steps,
-- $8 holdout, $9 now, $10 the experiment's window, $11 alpha, $12 least effect
-- one row: the version, whether it is new, whether it was deleted, the parts that changed ("" for none); an identical file
-- changes nothing; versions go on after a deletion, because the id and so the ids of messages are those of the name
-- columns: version is_new was_deleted parts
WITH was AS (
    SELECT * FROM crt.campaigns WHERE store_id = $1::uuid AND name = $2 FOR UPDATE),
will AS (
    SELECT coalesce($3::crt.campaign_status, (SELECT status FROM was WHERE status <> 'DELETED'), 'ACTIVE') AS status),
differs AS (
    SELECT concat_ws(', ', CASE WHEN w.status <> n.status THEN 'status' END,
               CASE WHEN w.priority <> $4::int THEN 'priority' END,
               CASE WHEN w.trigger_conditions <> $6::jsonb THEN 'trigger' END,
               CASE WHEN w.holdout <> $8::int THEN 'holdout' END,
               CASE WHEN w.sequence_steps <> $7::jsonb THEN 'steps' END,
               CASE WHEN w.source <> $5 THEN 'source' END) AS parts
      FROM was w CROSS JOIN will n),
put AS (
    INSERT INTO crt.campaigns AS c (store_id, id, name, version, status, priority, source, trigger_conditions,
        sequence_steps, holdout, created_at, updated_at)
    SELECT $1::uuid, crt.derived_uuid($1 || 'campaign' || $2), $2, 1, n.status, $4::int, $5, $6::jsonb, $7::jsonb, $8::int,
           $9::timestamptz, $9::timestamptz
      FROM will n WHERE NOT EXISTS (SELECT FROM differs WHERE parts = '')
    ON CONFLICT (store_id, id) DO UPDATE SET version = c.version + 1, status = excluded.status,
        priority = excluded.priority, source = excluded.source, trigger_conditions = excluded.trigger_conditions,
        sequence_steps = excluded.sequence_steps, holdout = excluded.holdout, updated_at = excluded.updated_at
    RETURNING version),
-- The same measures go on with the experiment that runs.
experiment AS (
    INSERT INTO crt.experiments (store_id, campaign_id, number, outcome_window, alpha, min_effect, began_at)
    SELECT c.store_id, c.id, coalesce(x.number, 0) + 1, $10::interval, $11::int, $12::int, $9::timestamptz
      FROM (SELECT $1::uuid AS store_id, crt.derived_uuid($1 || 'campaign' || $2) AS id) c
      LEFT JOIN LATERAL (SELECT * FROM crt.experiments x WHERE x.store_id = c.store_id AND x.campaign_id = c.id
                          ORDER BY x.number DESC LIMIT 1) x ON true
     WHERE $8::int > 0 AND (x.outcome_window, x.alpha, x.min_effect) IS DISTINCT FROM ($10::interval, $11::int, $12::int))
SELECT coalesce((SELECT version FROM put), (SELECT version FROM was)) AS version, NOT EXISTS (SELECT FROM was) AS is_new,
       EXISTS (SELECT FROM was WHERE status = 'DELETED') AS was_deleted,
       coalesce((SELECT parts FROM differs), '') AS parts;
