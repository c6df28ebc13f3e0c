-- $1 organization, $2 area code, $3 when the file was downloaded, $4 whether a file that lacks half of the numbers counts
-- one row: what the transaction's lines, which are all numbers of the area code, changed; or the problem that they have
-- columns: problem version numbers added removed
SELECT problem, version, numbers, added, removed FROM crt.dnc_replace($1::uuid, $2::int, $3::timestamptz, $4::boolean);
