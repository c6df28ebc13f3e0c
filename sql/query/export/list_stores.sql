-- $1 stores
-- one row per store, without its secrets
-- columns: store id organization platform name url currency locale timezone sync_status last_sync sync_failures sync_reason
-- columns: orders_seen_at hook_seen_at settings created_at updated_at
SELECT t.slug AS store, t.id, o.slug AS organization, t.platform, t.store_name AS name, t.store_url AS url, t.currency, t.locale,
       t.timezone, t.sync_status, t.last_sync, t.sync_failures, t.sync_reason, t.orders_seen_at, t.hook_seen_at, t.settings,
       t.created_at, t.updated_at
  FROM crt.stores t JOIN crt.organizations o ON o.id = t.organization_id
 WHERE t.id = ANY ($1::uuid[])
 ORDER BY t.slug COLLATE "C";
