-- $1 transaction, $2 id
-- true if the record exists. A record of a transaction that this server has not begun is from another server, of which
-- this one was restored
-- columns: found
SELECT EXISTS (SELECT FROM crt.outbox WHERE transaction = $1::xid8 AND id = $2::bigint
    AND transaction < pg_snapshot_xmax(pg_current_snapshot())) AS found;
