-- $1 transaction, $2 id
-- true if the record exists, or if the place is before all records of a transaction, whose id is 0. A transaction that this
-- server has not begun is from another server, of which this one was restored
-- columns: found
SELECT $1::xid8 <= pg_snapshot_xmax(pg_current_snapshot())
       AND ($2::bigint = 0 OR EXISTS (SELECT FROM crt.outbox WHERE transaction = $1::xid8 AND id = $2::bigint)) AS found;
