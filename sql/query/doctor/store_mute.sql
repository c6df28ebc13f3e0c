-- no parameters
-- one row per store that is not paused and mails nobody, or mails against some laws;
-- idle: it has no active campaign; nowhere: it has no postal address
-- columns: slug idle nowhere
SELECT * FROM (
    SELECT s.slug, NOT EXISTS (SELECT FROM crt.campaigns g WHERE g.store_id = s.id AND g.status = 'ACTIVE') AS idle,
           coalesce(s.settings ->> 'address', '') = '' AS nowhere
      FROM crt.stores s WHERE s.sync_status <> 'PAUSED') m
 WHERE idle OR nowhere ORDER BY slug;
