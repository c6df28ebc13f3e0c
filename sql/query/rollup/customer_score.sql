-- $1 store, $2 only if the last time was before this one (null: always)
-- the number of customers whose recency, frequency, or value has changed. Ties are in one class. Only what was spent in the
-- store's currency is compared, less refunds; purchases under several accounts are counted by account. Waits for no lock
WITH due AS (
    SELECT id, currency FROM crt.stores
     WHERE id = $1::uuid AND ($2::timestamptz IS NULL OR scored_at IS NULL OR scored_at < $2::timestamptz)),
bought AS (
    SELECT o.customer_id, max(o.placed_at) AS last, count(*) AS orders,
           sum(greatest(o.total - coalesce(o.refunded, 0), 0)) FILTER (WHERE o.currency = d.currency) AS spent
      FROM due d JOIN crt.orders o ON o.store_id = $1::uuid AND o.customer_id IS NOT NULL AND o.status = 'bought' AND NOT o.test
     GROUP BY o.customer_id),
scored AS (
    SELECT customer_id, ceil(5 * cume_dist() OVER (ORDER BY last))::int AS recency,
           CASE WHEN orders >= 10 THEN 5 WHEN orders >= 5 THEN 4 WHEN orders >= 3 THEN 3 ELSE orders END AS frequency,
           CASE WHEN spent IS NOT NULL THEN ceil(5 * cume_dist() OVER (PARTITION BY spent IS NULL ORDER BY spent))::int END AS spending
      FROM bought),
changed AS (
    SELECT q.id, s.recency, s.frequency, s.spending FROM due d
      JOIN crt.customers q ON q.store_id = $1::uuid LEFT JOIN scored s ON s.customer_id = q.id
     WHERE (q.recency, q.frequency, q.spending) IS DISTINCT FROM (s.recency, s.frequency::int, s.spending)),
free AS (
    SELECT q.id FROM crt.customers q WHERE q.store_id = $1::uuid AND q.id IN (SELECT id FROM changed)
       FOR NO KEY UPDATE SKIP LOCKED)
UPDATE crt.customers p SET recency = n.recency, frequency = n.frequency, spending = n.spending
  FROM changed n JOIN free f ON f.id = n.id
 WHERE p.store_id = $1::uuid AND p.id = n.id;
