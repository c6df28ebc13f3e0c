-- $1 stores, $2 k
-- one row per store and table: rows without a person, groups of rows with the same day, currency, and amount, the smallest group, and the
-- rows in groups of fewer than k
-- columns: store table_name rows groups smallest below
WITH plain AS (
    SELECT 'carts' AS table_name, c.store_id, (c.created_at AT TIME ZONE s.timezone)::date AS day, c.currency, c.value AS amount
      FROM crt.carts c JOIN crt.stores s ON s.id = c.store_id
     WHERE c.store_id = ANY ($1::uuid[]) AND c.external_id = 'erased'
    UNION ALL
    SELECT 'orders', o.store_id, (o.placed_at AT TIME ZONE s.timezone)::date, o.currency, o.total
      FROM crt.orders o JOIN crt.stores s ON s.id = o.store_id
     WHERE o.store_id = ANY ($1::uuid[]) AND o.external_id = 'erased'),
alike AS (SELECT table_name, store_id, count(*) AS rows FROM plain GROUP BY table_name, store_id, day, currency, amount)
SELECT s.slug AS store, a.table_name, sum(a.rows)::bigint AS rows, count(*) AS groups, min(a.rows) AS smallest,
       coalesce(sum(a.rows) FILTER (WHERE a.rows < $2::bigint), 0)::bigint AS below
  FROM alike a JOIN crt.stores s ON s.id = a.store_id
 GROUP BY 1, 2 ORDER BY 1, 2;
