-- $1 organization, $2 when the file was downloaded
-- one row: what the transaction's lines, which are changes, changed; or the problem that they have
-- columns: +dnc_replace
SELECT problem, version, numbers, added, removed FROM crt.dnc_change($1::uuid, $2::timestamptz);
