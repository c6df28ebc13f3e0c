-- $1 limit
-- the number of deleted records: the oldest, if they are older than a week
DELETE FROM crt.outbox o USING (SELECT transaction, id, added_at FROM crt.outbox ORDER BY transaction, id LIMIT $1::int) old
 WHERE o.transaction = old.transaction AND o.id = old.id AND old.added_at < now() - interval '7 days';
