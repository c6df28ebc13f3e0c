-- no parameters
-- one row.  The staging tables of a batch and the sorting of them stay in memory: at the presets a
-- batch of 5,000 writes 4 MB of temporary files
SELECT set_config('work_mem', '16MB', false), set_config('temp_buffers', '32MB', false);
