-- $1 store, $2 campaign
-- the number of running enrollments that now have the campaign's version
UPDATE crt.enrollments e SET version = g.version
  FROM crt.campaigns g
 WHERE g.store_id = $1::uuid AND g.id = $2::uuid AND e.store_id = $1::uuid AND e.campaign_id = $2::uuid AND e.state = 'RUNNING'
   AND e.version IS DISTINCT FROM g.version;
