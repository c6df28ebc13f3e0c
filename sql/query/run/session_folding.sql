-- no parameters
-- one row.  The rows of a batch and the sorting of them stay in memory (at the presets a batch of 5,000 writes
-- 4 MB of temporary files), and no statement is planned anew for the rows that it is given
-- columns: work_mem plan_cache_mode
SELECT set_config('work_mem', '16MB', false) AS work_mem, set_config('plan_cache_mode', 'force_generic_plan', false) AS plan_cache_mode;
