-- counted.sql: the daily figures of crt, in the form of oracle.sql.
SELECT s.slug, a.date, a.campaign_id, a.variant, a.step_index, a.channel, a.currency, w.key, w.value
  FROM crt.analytics a JOIN crt.stores s ON s.id = a.store_id
 CROSS JOIN LATERAL jsonb_each_text(to_jsonb(a) - '{store_id,date,campaign_id,variant,step_index,channel,currency,created_at}'::text[]) w
 WHERE w.value <> '0'
 ORDER BY concat_ws('|', slug, date, coalesce(campaign_id::text, '-'), coalesce(variant, '-'), coalesce(step_index, -1),
       coalesce(channel::text, '-'), a.currency, w.key);
