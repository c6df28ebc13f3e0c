-- $1 texts
-- one row per column of any table that holds one of the texts, or a plain hash of one, with the number of rows
-- columns: table_name column_name rows
SELECT f.table_name, f.column_name, f.rows
  FROM crt.text_found(ARRAY(
        SELECT v.text FROM unnest($1::text[]) w (text)
         CROSS JOIN LATERAL (VALUES (lower(w.text)), (md5(lower(w.text))), (encode(sha256(convert_to(lower(w.text), 'UTF8')), 'hex')))
               v (text))) f
 ORDER BY f.table_name, f.column_name;
