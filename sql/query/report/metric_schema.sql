-- no parameters
-- one row, as metric_list: when the schema was installed or upgraded. Needs schema_exists
-- columns: +metric_list
SELECT 'crt_schema_timestamp_seconds' AS name, NULL::text AS store, NULL::text AS label, NULL::text AS label2, NULL::text AS label3,
       NULL::text AS label4, NULL::text AS suffix, round(extract(epoch FROM max(applied_at)), 3)::text AS value
  FROM crt.schema_version HAVING count(*) > 0;
