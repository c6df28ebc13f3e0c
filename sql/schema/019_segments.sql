-- Segments: named conditions on customers, for the triggers of campaigns.
CREATE TABLE crt.segments (
    store_id   uuid        NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    name       text COLLATE "C"        NOT NULL,
    source     text        NOT NULL,    -- the file as it was applied
    conditions jsonb       NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (store_id, name));
ALTER TABLE crt.segments ENABLE ROW LEVEL SECURITY;
CREATE POLICY segments_scope ON crt.segments USING (store_id = ANY ((SELECT crt.visible_stores())::uuid[]));

-- The orders of a person, also under other accounts: their number, the last one, and the sum in minor units by currency,
-- less refunds.
CREATE FUNCTION crt.orders_sum(store uuid, customer uuid) RETURNS TABLE (orders bigint, ordered_at timestamptz, spent jsonb)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT coalesce(sum(g.orders), 0)::bigint, max(g.ordered_at),
           coalesce(jsonb_object_agg(g.currency, g.spent) FILTER (WHERE g.spent IS NOT NULL), '{}')
      FROM (SELECT u.currency, count(*) AS orders, sum(greatest(u.total - coalesce(u.refunded, 0), 0))::bigint AS spent,
                   max(u.placed_at) AS ordered_at
              FROM (SELECT DISTINCT o.id, o.currency, o.total, o.refunded, o.placed_at
                      FROM crt.same_person(store, customer) k
                      JOIN crt.orders o ON o.store_id = store AND o.customer_id = k.same_id
                     WHERE o.status = 'bought' AND NOT o.test) u
             GROUP BY u.currency) g
$$;
