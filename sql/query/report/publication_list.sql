-- $1 stores, $2 since, $3 until (null: any), $4 measure, $5 true: every version, else the latest of each period
-- one row per part of a publication whose period lies in that time
-- columns: since until version published_at settings +attribution_list
SELECT p.since, p.until, p.version, p.published_at, p.settings, s.slug AS store, x.currency, x.campaign, x.step, x.channel, x.last_click,
       x.last_touch, x.any_touch, x.linear, x.position, x.time_decay, x.view_through
  FROM crt.publications p
  JOIN crt.stores s ON s.id = p.store_id
 CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(p.parts) AS (currency text, campaign text, step int, channel text,
     last_click bigint, last_touch bigint, any_touch bigint, linear bigint, position bigint, time_decay bigint, view_through bigint))
     WITH ORDINALITY AS x (currency, campaign, step, channel, last_click, last_touch, any_touch, linear, position, time_decay,
     view_through, place)
 WHERE p.store_id = ANY ($1::uuid[]) AND p.since >= coalesce($2::timestamptz, p.since) AND p.until <= coalesce($3::timestamptz, p.until)
   AND p.measure = $4
   AND ($5::boolean OR NOT EXISTS (SELECT FROM crt.publications q WHERE q.store_id = p.store_id AND q.since = p.since
        AND q.until = p.until AND q.measure = p.measure AND q.version > p.version))
 ORDER BY p.since, p.until, s.slug, p.version, x.place;
