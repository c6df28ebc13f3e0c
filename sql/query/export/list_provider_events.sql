-- $1 stores
-- one row per result that a provider has reported; events counts them, times are sums in milliseconds
-- columns: store channel provider reported event code due_within events due_ms responses response_ms
SELECT s.slug AS store, t.channel, t.provider, t.reported, t.event, t.code, t.due_within, t.events, t.due_ms, t.responses,
       t.response_ms
  FROM crt.provider_events t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.channel, t.provider, t.reported, t.event, t.code, t.due_within;
