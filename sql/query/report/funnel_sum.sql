-- $1 stores, $2 since, $3 until
-- one row per store and stage, in the order of the stages: how many carts of the whole days from since to until reached it
-- columns: store stage carts abandoned
SELECT s.slug AS store, f.stage, f.carts, t.abandoned
  FROM crt.stores s
 CROSS JOIN LATERAL (
    SELECT coalesce(sum(carts_abandoned), 0) AS abandoned, coalesce(sum(carts_mailable), 0) AS mailable,
           coalesce(sum(campaigns_sent), 0) AS sent, coalesce(sum(carts_delivered), 0) AS delivered,
           coalesce(sum(carts_clicked), 0) AS clicked, coalesce(sum(carts_recovered), 0) AS recovered
      FROM crt.analytics a
     WHERE a.store_id = s.id AND a.date >= ($2::timestamptz AT TIME ZONE s.timezone)::date
       AND a.date <= (($3::timestamptz - interval '1 microsecond') AT TIME ZONE s.timezone)::date) t
 CROSS JOIN LATERAL (VALUES (1, 'abandoned', t.abandoned), (2, 'mailable', t.mailable), (3, 'sent', t.sent), (4, 'delivered', t.delivered),
     (5, 'clicked', t.clicked), (6, 'recovered', t.recovered)) f (place, stage, carts)
 WHERE s.id = ANY ($1::uuid[])
 ORDER BY s.slug, f.place;
