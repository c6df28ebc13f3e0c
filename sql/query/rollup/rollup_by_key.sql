-- $1 true: the next days are few
-- one row. A few days are few rows of large tables, and in memory, because they have just changed: until the transaction
-- ends, or they are many, they are read by index
-- columns: cost
SELECT set_config('random_page_cost', CASE WHEN $1::boolean THEN '1.1' ELSE reset_val END, true) AS cost
  FROM pg_settings WHERE name = 'random_page_cost';
