-- $1 stores, $2 since, $3 until, $4 true: by day of the store, else by store
-- one row per store or day and currency; by_mail: recovered after a mail; unknown: recovered with unknown
-- revenue. Leaves out carts of bots, of disposable addresses, and of people who had bought before. Revenue
-- counts in the currency that was paid. A store without an abandoned cart has a row of zeros
-- columns: name currency abandoned mailed recovered by_mail revenue unknown
WITH episode AS (
    SELECT CASE WHEN $4::boolean THEN to_char(a.abandoned_at AT TIME ZONE s.timezone, 'YYYY-MM-DD') ELSE s.slug END AS name,
           a.currency, a.state = 'RECOVERED' AS recovered, a.recovery_revenue AS revenue, a.revenue_currency,
           EXISTS (SELECT FROM crt.messages m WHERE m.store_id = a.store_id AND m.episode_id = a.id
                      AND m.sent_at IS NOT NULL) AS mailed
      FROM crt.abandoned_carts a
      JOIN crt.stores s ON s.id = a.store_id
      JOIN crt.carts c ON c.store_id = a.store_id AND c.id = a.cart_id
      LEFT JOIN crt.customers p ON p.store_id = c.store_id AND p.id = c.customer_id
     WHERE a.store_id = ANY ($1::uuid[]) AND a.abandoned_at >= $2::timestamptz AND a.abandoned_at < $3::timestamptz
       AND NOT c.bot AND p.email_kind IS NULL AND a.reason IS DISTINCT FROM 'bought_before'),
counted AS (
    SELECT name, currency, count(*) AS abandoned, count(*) FILTER (WHERE mailed) AS mailed,
           count(*) FILTER (WHERE recovered) AS recovered, count(*) FILTER (WHERE recovered AND mailed) AS by_mail,
           count(*) FILTER (WHERE recovered AND revenue IS NULL) AS unknown
      FROM episode GROUP BY name, currency),
paid AS (
    SELECT name, revenue_currency AS currency, sum(revenue)::bigint AS revenue
      FROM episode WHERE recovered AND revenue IS NOT NULL GROUP BY name, revenue_currency)
SELECT coalesce(c.name, p.name) AS name, coalesce(c.currency, p.currency) AS currency, coalesce(c.abandoned, 0) AS abandoned,
       coalesce(c.mailed, 0) AS mailed, coalesce(c.recovered, 0) AS recovered, coalesce(c.by_mail, 0) AS by_mail,
       p.revenue, coalesce(c.unknown, 0) AS unknown
  FROM counted c FULL JOIN paid p ON p.name = c.name AND p.currency = c.currency
UNION ALL
SELECT s.slug, s.currency, 0, 0, 0, 0, NULL, 0 FROM crt.stores s
 WHERE s.id = ANY ($1::uuid[]) AND NOT $4::boolean AND NOT EXISTS (SELECT FROM episode e WHERE e.name = s.slug)
 ORDER BY 1, 2;
