-- no parameters
-- one row.  The hot statements touch few rows of large tables by index; a table without statistics
-- (staging) or with stale ones must not turn them into scans (also not of an index, for a bitmap), and planning is not done anew each time
SELECT set_config('enable_seqscan', 'off', false), set_config('enable_hashjoin', 'off', false),
       set_config('enable_mergejoin', 'off', false), set_config('enable_material', 'off', false),
       set_config('enable_bitmapscan', 'off', false), set_config('enable_memoize', 'off', false),
       set_config('plan_cache_mode', 'force_generic_plan', false);
