-- no parameters
-- one row per value, as metric_list: the database; ages are by the clock of the server. Sessions of other roles are
-- counted, and their transactions seen, only by a role that may read them (pg_read_all_stats). These values count every
-- organization, so a role that sees only some of them gets no row, unless it may read them
-- columns: +metric_list
WITH heap AS (
    SELECT coalesce(p.relname, c.relname) AS name, sum(pg_total_relation_size(c.oid)) AS bytes,
           sum(pg_stat_get_live_tuples(c.oid)) AS alive, sum(pg_stat_get_dead_tuples(c.oid)) AS dead
      FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
     WHERE c.relnamespace = 'crt'::regnamespace AND c.relkind = 'r'
       AND (p.oid IS NOT NULL OR c.relname IN ('analytics', 'rejects', 'runs', 'outbox', 'rollup_changes'))
     GROUP BY 1),
session AS (
    SELECT coalesce(state, 'hidden') AS state, xact_start FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend'),
log AS (SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_lsn() END AS lsn)
SELECT m.name, NULL::text AS store, m.label, NULL::text AS label2, NULL::text AS label3, NULL::text AS label4, NULL::text AS suffix,
       trim_scale(m.value)::text AS value FROM (
    SELECT 'crt_database_bytes' AS name, NULL AS label, pg_database_size(current_database())::numeric AS value
    UNION ALL SELECT 'crt_database_connections', state, count(*) FROM session GROUP BY state
    UNION ALL SELECT 'crt_database_connections_limit', NULL, current_setting('max_connections')::numeric
    UNION ALL SELECT 'crt_database_transaction_age_seconds', NULL,
                     round(greatest(0, coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)), 3) FROM session
    UNION ALL SELECT v.name, h.name, v.value FROM heap h CROSS JOIN LATERAL (VALUES
        ('crt_table_bytes', h.bytes), ('crt_table_rows', h.alive), ('crt_table_dead_rows', h.dead)) v (name, value)
    UNION ALL SELECT 'crt_replica_lag_bytes', application_name, max(pg_wal_lsn_diff(log.lsn, coalesce(replay_lsn, flush_lsn, sent_lsn)))
                FROM pg_stat_replication, log WHERE sent_lsn IS NOT NULL AND log.lsn IS NOT NULL GROUP BY application_name
    UNION ALL SELECT 'crt_replication_slot_lag_bytes', s.slot_name, pg_wal_lsn_diff(log.lsn, s.restart_lsn)
                FROM pg_replication_slots s, log WHERE s.restart_lsn IS NOT NULL AND log.lsn IS NOT NULL) m
 WHERE NOT row_security_active('crt.carts'::regclass) OR pg_has_role('pg_read_all_stats', 'USAGE')
 ORDER BY m.name COLLATE "C", m.label COLLATE "C";
