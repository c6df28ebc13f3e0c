-- $1 lines (crt.dnc_row), binary
-- one row: the number of lines that were added to the transaction's
-- columns: lines
SELECT crt.dnc_add($1::crt.dnc_row[]) AS lines;
