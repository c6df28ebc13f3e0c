-- $1 store, $2 name, $3 status (null: as it is, ACTIVE for a new one), $4 priority, $5 source, $6 trigger, $7 steps,
-- $8 holdout, $9 now, $10 the experiment's window, $11 alpha, $12 least effect, $13 cap of what a person spent in minor
-- units of the store's currency (null: the 99th percentile of the store's orders, if there are 100), $14 type
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
               CASE WHEN w.type <> $14::crt.campaign_type THEN 'type' END, CASE WHEN w.source <> $5 THEN 'source' END) AS parts
      FROM was w CROSS JOIN will n),
put AS (
    INSERT INTO crt.campaigns AS c (store_id, id, name, version, status, priority, source, trigger_conditions,
        sequence_steps, holdout, created_at, updated_at, type)
    SELECT $1::uuid, crt.derived_uuid($1 || 'campaign' || $2), $2, 1, n.status, $4::int, $5, $6::jsonb, $7::jsonb, $8::int,
           $9::timestamptz, $9::timestamptz, $14::crt.campaign_type
      FROM will n WHERE NOT EXISTS (SELECT FROM differs WHERE parts = '')
    ON CONFLICT (store_id, id) DO UPDATE SET version = c.version + 1, status = excluded.status,
        priority = excluded.priority, source = excluded.source, trigger_conditions = excluded.trigger_conditions,
        sequence_steps = excluded.sequence_steps, holdout = excluded.holdout, updated_at = excluded.updated_at, type = excluded.type
    RETURNING version),
-- The same measures and waits go on with the experiment that runs.  Without a cap in the file, its cap stays.
capped AS (
    SELECT coalesce($13::bigint, (SELECT percentile_disc(0.99) WITHIN GROUP (ORDER BY o.total) FROM crt.orders o
             WHERE o.store_id = $1::uuid AND o.currency = s.currency AND o.status IN ('bought', 'awaiting') AND NOT o.test
               AND o.total > 0 HAVING count(*) >= 100)) AS cap, s.currency,
           (SELECT array_agg(w::int ORDER BY place)
              FROM jsonb_array_elements_text($7::jsonb -> 0 -> 'waits') WITH ORDINALITY v (w, place)) AS waits
      FROM crt.stores s WHERE s.id = $1::uuid),
experiment AS (
    INSERT INTO crt.experiments (store_id, campaign_id, number, outcome_window, alpha, min_effect, began_at, cap, currency, waits)
    SELECT c.store_id, c.id, coalesce(x.number, 0) + 1, $10::interval, $11::int, $12::int, $9::timestamptz,
           p.cap, CASE WHEN p.cap IS NOT NULL THEN p.currency END, p.waits
      FROM (SELECT $1::uuid AS store_id, crt.derived_uuid($1 || 'campaign' || $2) AS id) c
      LEFT JOIN LATERAL (SELECT * FROM crt.experiments x WHERE x.store_id = c.store_id AND x.campaign_id = c.id
                          ORDER BY x.number DESC LIMIT 1) x ON true
     CROSS JOIN capped p
     WHERE ($8::int > 0 OR p.waits IS NOT NULL) AND (x.waits IS DISTINCT FROM p.waits
        OR (x.outcome_window, x.alpha, x.min_effect) IS DISTINCT FROM ($10::interval, $11::int, $12::int)
        OR x.cap <> $13::bigint OR x.cap IS NULL AND $13 IS NOT NULL))
SELECT coalesce((SELECT version FROM put), (SELECT version FROM was)) AS version, NOT EXISTS (SELECT FROM was) AS is_new,
       EXISTS (SELECT FROM was WHERE status = 'DELETED') AS was_deleted,
       coalesce((SELECT parts FROM differs), '') AS parts;
