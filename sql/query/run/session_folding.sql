-- $1 whether only for this transaction
-- one row.  The rows of a batch and their sorting stay in memory (with PostgreSQL's defaults a batch of 5,000
-- writes 4 MB of temporary files), and no statement is planned again for each batch
-- columns: work_mem plan_cache_mode
SELECT set_config('work_mem', '16MB', $1::boolean) AS work_mem,
       set_config('plan_cache_mode', 'force_generic_plan', $1::boolean) AS plan_cache_mode;
