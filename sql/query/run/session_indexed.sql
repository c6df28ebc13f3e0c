-- $1 whether only for this transaction
-- one row.  The frequent statements read few rows of large tables by index.  Missing statistics (staging) or old
-- ones must not make the planner choose scans, not even a bitmap scan of an index; and plans are reused
-- columns: enable_seqscan enable_hashjoin enable_mergejoin enable_material enable_bitmapscan enable_memoize
-- columns: plan_cache_mode
SELECT set_config('enable_seqscan', 'off', $1::boolean) AS enable_seqscan,
       set_config('enable_hashjoin', 'off', $1::boolean) AS enable_hashjoin,
       set_config('enable_mergejoin', 'off', $1::boolean) AS enable_mergejoin,
       set_config('enable_material', 'off', $1::boolean) AS enable_material,
       set_config('enable_bitmapscan', 'off', $1::boolean) AS enable_bitmapscan,
       set_config('enable_memoize', 'off', $1::boolean) AS enable_memoize,
       set_config('plan_cache_mode', 'force_generic_plan', $1::boolean) AS plan_cache_mode;
