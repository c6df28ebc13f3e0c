-- $1 store, $2 now, $3 after this customer (null: from the first), $4 limit
-- one row per customer that is not erased, by id, with the facts of a segment's conditions
-- columns: external_id +episode_take
SELECT p.external_id, p.store_id, NULL::uuid AS id, p.id AS customer_id,
       NULL::bigint AS value, NULL::char(3) AS currency, NULL::text AS items, $2::timestamptz AS abandoned_at,
       NULL::numeric AS minute, NULL::text AS weekday, o.orders, o.spent, o.ordered_at, p.country, p.region, p.locale,
       p.consent_email AS consent, p.tags, NULL::text AS origin, false AS by_hand, p.recency, p.frequency, p.spending
  FROM (SELECT * FROM crt.customers
         WHERE store_id = $1::uuid AND external_id IS DISTINCT FROM 'erased' AND ($3::uuid IS NULL OR id > $3::uuid)
         ORDER BY id LIMIT $4::bigint) p
 CROSS JOIN LATERAL crt.orders_sum(p.store_id, p.id) o
 ORDER BY p.id;
