-- $1 stores or null, $2 after the record with this transaction and $3 id, $4 limit
-- one row per record: its id, its event, and its JSON; oldest first, without those of running transactions and of
-- transactions that began after a running one
-- columns: transaction number event record
SELECT o.transaction, o.id AS number, o.event,
       json_strip_nulls(json_build_object('id', o.transaction || '-' || o.id, 'event', o.event, 'store', s.slug,
           'time', to_char(o.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'data', CASE o.event
           WHEN 'campaign:sent' THEN json_build_object('message', o.of_id, 'episode', m.episode_id,
               'campaign', g.name, 'step', m.step_index + 1, 'channel', m.channel)
           WHEN 'recovery:success' THEN json_build_object('episode', o.of_id, 'method', a.recovery_method,
               'revenue', CASE WHEN a.recovery_revenue IS NOT NULL THEN json_build_object(
                   'amount', crt.decimal(a.recovery_revenue, a.revenue_currency)::text, 'currency', a.revenue_currency) END)
           ELSE json_build_object('episode', o.of_id, 'value', CASE WHEN a.value IS NOT NULL THEN json_build_object(
                   'amount', crt.decimal(a.value, a.currency)::text, 'currency', a.currency) END) END)) AS record
  FROM crt.outbox o
  JOIN crt.stores s ON s.id = o.store_id
  LEFT JOIN crt.messages m ON o.event = 'campaign:sent' AND m.store_id = o.store_id AND m.id = o.of_id
  LEFT JOIN crt.campaigns g ON g.store_id = m.store_id AND g.id = m.campaign_id
  LEFT JOIN crt.abandoned_carts a ON o.event <> 'campaign:sent' AND a.store_id = o.store_id AND a.id = o.of_id
 WHERE CASE WHEN $1::uuid[] IS NULL THEN s.slug <> 'crt-canary' ELSE o.store_id = ANY ($1::uuid[]) END
   AND (o.transaction, o.id) > ($2::xid8, $3::bigint) AND o.transaction < pg_snapshot_xmin(pg_current_snapshot())
 ORDER BY o.transaction, o.id LIMIT $4::int;
