-- $1 rows (crt.left_out_row), binary
-- the number of changed counts; deletes those of the same stores from before a row's time "until"
WITH fresh AS (SELECT * FROM unnest($1::crt.left_out_row[])),
gone AS (
    DELETE FROM crt.left_out l USING (SELECT store_id, min(until) AS until FROM fresh GROUP BY store_id) f
     WHERE l.store_id = f.store_id AND l.hour < f.until)
INSERT INTO crt.left_out AS l (store_id, hour, type, path, reason, count)
SELECT store_id, hour, type, path, reason, sum(count) FROM fresh
 GROUP BY store_id, hour, type, path, reason ORDER BY store_id, hour, type, path, reason
ON CONFLICT (store_id, hour, type, path, reason) DO UPDATE SET count = l.count + excluded.count;
