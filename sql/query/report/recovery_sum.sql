-- $1 stores, $2 since, $3 until, $4 true: by day of the store, else by store
-- one row per store or day and currency; by_mail: recovered after a mail; unknown: recovered with unknown
-- revenue. Revenue is net of refunds, in the currency that was paid; an order of several carts counts with the last of
-- them. A store without an abandoned cart has a row of zeros
-- columns: name currency abandoned mailed recovered by_mail revenue unknown
WITH episode AS (
    SELECT CASE WHEN $4::boolean THEN to_char(v.abandoned_at AT TIME ZONE s.timezone, 'YYYY-MM-DD') ELSE s.slug END AS name,
           v.currency, v.recovered, v.gross - v.refunded AS net, v.paid_in, v.shared, m.mailed, m.led
      FROM crt.outcomes v
      JOIN crt.stores s ON s.id = v.store_id
     CROSS JOIN LATERAL (
        SELECT count(*) > 0 AS mailed, bool_or(x.sent_at > v.abandoned_at AND x.sent_at < v.recovered_at) AS led
          FROM crt.messages x WHERE x.store_id = v.store_id AND x.episode_id = v.episode_id AND x.sent_at IS NOT NULL) m
     WHERE v.store_id = ANY ($1::uuid[]) AND v.abandoned_at >= $2::timestamptz AND v.abandoned_at < $3::timestamptz),
counted AS (
    SELECT name, currency, count(*) AS abandoned, count(*) FILTER (WHERE mailed) AS mailed,
           count(*) FILTER (WHERE recovered) AS recovered, count(*) FILTER (WHERE recovered AND led) AS by_mail,
           count(*) FILTER (WHERE recovered AND net IS NULL) AS unknown
      FROM episode GROUP BY name, currency),
paid AS (
    SELECT name, paid_in AS currency, sum(net)::bigint AS revenue
      FROM episode WHERE recovered AND net IS NOT NULL AND NOT shared GROUP BY name, paid_in)
SELECT coalesce(c.name, p.name) AS name, coalesce(c.currency, p.currency) AS currency, coalesce(c.abandoned, 0) AS abandoned,
       coalesce(c.mailed, 0) AS mailed, coalesce(c.recovered, 0) AS recovered, coalesce(c.by_mail, 0) AS by_mail,
       p.revenue, coalesce(c.unknown, 0) AS unknown
  FROM counted c FULL JOIN paid p ON p.name = c.name AND p.currency = c.currency
UNION ALL
SELECT s.slug, s.currency, 0, 0, 0, 0, NULL, 0 FROM crt.stores s
 WHERE s.id = ANY ($1::uuid[]) AND NOT $4::boolean AND NOT EXISTS (SELECT FROM episode e WHERE e.name = s.slug)
 ORDER BY 1, 2;
