-- $1 links_url of stores without one of their own, or null
-- one row per store that is not paused and mails nobody, or mails against some laws;
-- idle: it has no active campaign; nowhere: it has no postal address; clickless: its mails have no one-click link
-- columns: slug idle nowhere clickless
SELECT * FROM (
    SELECT s.slug, NOT EXISTS (SELECT FROM crt.campaigns g WHERE g.store_id = s.id AND g.status = 'ACTIVE') AS idle,
           coalesce(s.settings ->> 'address', '') = '' AS nowhere,
           coalesce(nullif(s.settings ->> 'links_url', ''), $1, '') NOT ILIKE 'https://%'
           AND coalesce(s.settings ->> 'unsubscribe_url', '') NOT ILIKE 'https://%' AS clickless
      FROM crt.stores s WHERE s.sync_status <> 'PAUSED') m
 WHERE idle OR nowhere OR clickless ORDER BY slug;
