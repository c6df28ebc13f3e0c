-- no parameters
-- one row per store that texts people in the US without a written consent; imported: its organization has data of the
-- Do-Not-Call registry
-- columns: slug imported
SELECT s.slug, EXISTS (SELECT FROM crt.dnc_areas a WHERE a.organization_id = s.organization_id) AS imported
  FROM crt.stores s WHERE s.settings ->> 'sms_written' = 'no' AND s.sync_status <> 'PAUSED' ORDER BY s.slug;
