-- $1 limit
-- the number of deleted records: the oldest, if they are older than a week; and those of transactions that this server
-- has not begun, which are from the server of a backup: crt-report follow would print them late and out of order
DELETE FROM crt.outbox o USING (
        (SELECT transaction, id, added_at < now() - interval '7 days' AS over FROM crt.outbox ORDER BY transaction, id LIMIT $1::int)
        UNION ALL (SELECT transaction, id, true FROM crt.outbox
                    WHERE transaction >= pg_snapshot_xmax(pg_current_snapshot()) LIMIT $1::int)) old
 WHERE o.transaction = old.transaction AND o.id = old.id AND old.over;
