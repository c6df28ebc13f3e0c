-- no parameters
-- one row. A few days are few rows of large tables, and in memory, because they have just changed: until the transaction
-- ends, they are read by index
-- columns: cost
SELECT set_config('random_page_cost', '1.1', true) AS cost;
