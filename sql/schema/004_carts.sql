-- Carts, their abandonments (episodes), and orders.

CREATE TYPE crt.cart_status AS ENUM ('ACTIVE', 'ABANDONED', 'CONVERTED', 'EMPTIED', 'MERGED', 'EXPIRED');
CREATE TYPE crt.episode_state AS ENUM ('OPEN', 'RECOVERED', 'LOST', 'CANCELED');
CREATE TYPE crt.recovery_method AS ENUM ('EMAIL', 'SMS', 'PUSH', 'DIRECT');
CREATE TYPE crt.order_status AS ENUM ('bought', 'awaiting', 'failed', 'not_a_checkout');

CREATE TABLE crt.carts (
    store_id         uuid NOT NULL,
    id               uuid NOT NULL,     -- derived from the platform's cart id
    external_id      text COLLATE "C" NOT NULL,
    token_id         uuid,              -- derived like a cart id, from the token
    customer_id      uuid,
    customer_stamp   uuid NOT NULL,     -- rank first: a platform id wins over an address
    value            bigint,            -- minor units
    currency         char(3),
    items            text,              -- JSON, the source's original bytes
    items_count      int,               -- NULL: the items are unknown
    url              text,
    discount_codes   text CHECK (discount_codes::json IS NOT NULL OR discount_codes IS NULL),
    bot              boolean NOT NULL,
    status           crt.cart_status NOT NULL,
    last_activity_at timestamptz NOT NULL,
    idle_at          timestamptz,       -- when it counts as abandoned
    generation       int NOT NULL DEFAULT 1,
    episode_open     boolean NOT NULL DEFAULT false,
    stamp            uuid NOT NULL,
    created_at       timestamptz NOT NULL,
    url_until        timestamptz,       -- when the link stops working, if known
    url_pays         boolean NOT NULL DEFAULT false,    -- the link pays for the order with the cart's external_id
    origin           text CHECK (origin::json IS NOT NULL OR origin IS NULL),  -- device, referrer, utm
    origin_stamp     uuid,
    customer_other   uuid,              -- a trigger moves it to crt.identity_links
    by_hand          boolean NOT NULL DEFAULT false,    -- crt-detect recover made it idle
    CHECK ((value IS NULL) = (currency IS NULL)),
    CHECK (items::json IS NOT NULL OR items IS NULL),   -- valid JSON: views and other programs read it
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('carts');
CREATE INDEX carts_idle ON crt.carts (store_id, idle_at) WHERE status = 'ACTIVE';
CREATE INDEX carts_ended ON crt.carts (store_id, id) WHERE episode_open AND status IN ('EMPTIED', 'MERGED');
CREATE INDEX carts_open ON crt.carts (store_id, token_id) WHERE episode_open AND token_id IS NOT NULL;
CREATE INDEX carts_token ON crt.carts (store_id, token_id) WHERE token_id IS NOT NULL;
CREATE INDEX carts_customer ON crt.carts (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE crt.abandoned_carts (
    store_id         uuid NOT NULL,
    id               uuid NOT NULL,     -- the episode
    cart_id          uuid NOT NULL,
    generation       int  NOT NULL,
    customer_id      uuid,
    value            bigint,
    currency         char(3),
    items            text CHECK (items::json IS NOT NULL OR items IS NULL),
    url              text,
    abandoned_at     timestamptz NOT NULL,
    idle             interval NOT NULL,
    state            crt.episode_state NOT NULL DEFAULT 'OPEN',
    reason           text COLLATE "C",              -- why it is CANCELED
    taken_at         timestamptz,       -- when a campaign handled it
    refusal          text,              -- why it was not enrolled
    enrolled         boolean NOT NULL DEFAULT false,
    expires_at       timestamptz NOT NULL,
    recovered_at     timestamptz,
    recovery_method  crt.recovery_method,
    recovery_revenue bigint,            -- minor units of revenue_currency; null: unknown
    revenue_currency char(3),
    order_id         uuid,
    created_at       timestamptz NOT NULL,
    by_hand          boolean NOT NULL DEFAULT false,    -- crt-detect recover began it: campaigns started by hand may take it
    CHECK ((state = 'RECOVERED') = (recovered_at IS NOT NULL)),
    UNIQUE (store_id, cart_id, generation),
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('abandoned_carts');
CREATE INDEX idx_abandoned_carts_store_abandoned ON crt.abandoned_carts (store_id, abandoned_at);
CREATE INDEX idx_abandoned_carts_customer ON crt.abandoned_carts (store_id, customer_id, abandoned_at);
CREATE INDEX idx_abandoned_carts_recovery ON crt.abandoned_carts (store_id, state, abandoned_at)
    WHERE state <> 'OPEN';
CREATE INDEX abandoned_carts_offered ON crt.abandoned_carts (store_id, abandoned_at)
    WHERE state = 'OPEN' AND taken_at IS NULL;
CREATE INDEX abandoned_carts_expiry ON crt.abandoned_carts (store_id, expires_at) WHERE state = 'OPEN';

CREATE TABLE crt.orders (
    store_id        uuid NOT NULL,
    id              uuid NOT NULL,      -- derived from the platform's order id
    external_id     text COLLATE "C" NOT NULL,
    number          text COLLATE "C",
    cart_id         uuid,               -- derived from order.cart_id
    checkout_id     uuid,               -- derived like a cart id, from order.checkout_id
    customer_id     uuid,
    customer_stamp  uuid NOT NULL,
    status          crt.order_status NOT NULL,
    platform_status text,
    total           bigint,             -- minor units; null: unknown, which is not 0
    refunded        bigint,
    tax             bigint,             -- in total, also that of shipping; null: unknown
    shipping        bigint,             -- in total, without tax; null: unknown
    currency        char(3),
    discount_codes  text CHECK (discount_codes::json IS NOT NULL OR discount_codes IS NULL),
    test            boolean NOT NULL,
    was_bought      boolean NOT NULL DEFAULT false,     -- some record had the status bought; never false again
    placed_at       timestamptz NOT NULL,   -- may only become earlier
    confirmed_at    timestamptz,            -- used instead, if the order keeps its cart's document and the cart was seen
    resolved        boolean NOT NULL DEFAULT false,  -- crt-detect has applied it to carts and episodes
    stamp           uuid NOT NULL,
    created_at      timestamptz NOT NULL,
    CHECK (currency IS NOT NULL OR coalesce(total, refunded, tax, shipping) IS NULL),
    CHECK (coalesce(tax, 0) + coalesce(shipping, 0) <= total),
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('orders');
CREATE INDEX orders_cart ON crt.orders (store_id, cart_id) WHERE cart_id IS NOT NULL;
CREATE INDEX orders_checkout ON crt.orders (store_id, checkout_id) WHERE checkout_id IS NOT NULL;
CREATE INDEX orders_customer ON crt.orders (store_id, customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX orders_unresolved ON crt.orders (store_id, id) WHERE NOT resolved;

-- Every key that was seen with a customer, from all tables; a pair may appear twice.  A row
-- without a key appears with NULL, because only branches without a condition are searched by
-- index.  So a query that reads the whole view needs IS NOT NULL.
CREATE VIEW crt.identities WITH (security_invoker = true) AS
    SELECT store_id, key, customer_id FROM crt.identity_links
    UNION ALL SELECT store_id, email_key, id FROM crt.customers
    UNION ALL SELECT store_id, phone_key, id FROM crt.customers
    UNION ALL SELECT store_id, id, customer_id FROM crt.carts;

-- A row has room for one customer of a cart, or one address of a customer.  The statement that
-- folds a second one passes it in *_other, and the trigger stores both links.
CREATE FUNCTION crt.cart_linked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO crt.identity_links VALUES (NEW.store_id, NEW.id, NEW.customer_id),
        (NEW.store_id, NEW.id, NEW.customer_other) ON CONFLICT DO NOTHING;
    NEW.customer_other := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER carts_link BEFORE UPDATE ON crt.carts FOR EACH ROW
    WHEN (NEW.customer_other IS NOT NULL) EXECUTE FUNCTION crt.cart_linked();

CREATE FUNCTION crt.customer_linked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO crt.identity_links
    SELECT NEW.store_id, k, NEW.id FROM unnest(ARRAY[NEW.email_other, NEW.phone_other]) k WHERE k IS NOT NULL
    UNION SELECT NEW.store_id, NEW.email_key, NEW.id WHERE NEW.email_other IS NOT NULL
    UNION SELECT NEW.store_id, NEW.phone_key, NEW.id WHERE NEW.phone_other IS NOT NULL
    ON CONFLICT DO NOTHING;
    NEW.email_other := NULL;
    NEW.phone_other := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER customers_link BEFORE UPDATE ON crt.customers FOR EACH ROW
    WHEN (NEW.email_other IS NOT NULL OR NEW.phone_other IS NOT NULL) EXECUTE FUNCTION crt.customer_linked();

-- The customers that share a key with a customer, including that one.  A key that very many
-- share, such as a kiosk's telephone, leads to 50 of them at most.
--
-- This, crt.orders_of, and crt.facts_of are functions of one store, not views.  PostgreSQL
-- inlines them, so the store is a constant in every part of the plan, and the plan reads one
-- partition of each table instead of sixteen.
--
-- crt.same_person_by is for callers that have already read the customer's row.
CREATE FUNCTION crt.same_person_by(store uuid, customer uuid, by_email uuid, by_phone uuid) RETURNS TABLE (same_id uuid)
LANGUAGE sql STABLE ROWS 2 AS $$
    SELECT customer
    UNION ALL SELECT * FROM (
        SELECT q.id FROM crt.customers q WHERE q.store_id = store AND q.email_key = by_email LIMIT 50) e
    UNION ALL SELECT * FROM (
        SELECT q.id FROM crt.customers q WHERE q.store_id = store AND q.phone_key = by_phone LIMIT 50) t
    -- Customers that were seen with an address or a cart in this customer's rows.
    UNION ALL SELECT s.customer_id
      FROM (SELECT by_email AS key UNION ALL SELECT by_phone
            UNION ALL SELECT c.id FROM crt.carts c WHERE c.store_id = store AND c.customer_id = customer) k
     CROSS JOIN LATERAL (
        SELECT i.customer_id FROM crt.identity_links i WHERE i.store_id = store AND i.key = k.key LIMIT 50) s
    -- Customers that have a key with which this customer was seen.
    UNION ALL SELECT s.customer_id
      FROM crt.identity_links a
     CROSS JOIN LATERAL (
        SELECT i.customer_id FROM crt.identities i
         WHERE i.store_id = store AND i.key = a.key AND i.customer_id IS NOT NULL LIMIT 50) s
     WHERE a.store_id = store AND a.customer_id = customer
$$;

CREATE FUNCTION crt.same_person(store uuid, customer uuid) RETURNS TABLE (same_id uuid)
LANGUAGE sql STABLE ROWS 2 AS $$
    SELECT b.same_id
      FROM (SELECT id, email_key, phone_key FROM crt.customers WHERE store_id = store AND id = customer OFFSET 0) p
     CROSS JOIN LATERAL crt.same_person_by(store, p.id, p.email_key, p.phone_key) b
$$;

-- crt's own ids are derived from their content: the same run gives the same ids (P10).
CREATE FUNCTION crt.derived_uuid(what text) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT encode(substr(sha256(convert_to(what, 'UTF8')), 1, 16), 'hex')::uuid
$$;

-- Every order that closes a cart's episodes, from any account of the same person (P1).  It is
-- found by the cart's own key, its token, everyone whom it ever named or whose cart it names, or
-- a key that they share.  A purchase that is canceled later covers what it covered before, so the
-- result does not depend on when crt-detect runs.  A test order does not count as a purchase.
-- An order covers changes of carts until it was placed.  For its own cart it covers one more
-- hour, because shops change the cart once more after the payment.
-- If an order keeps the document of its cart, placed_at is the beginning of that cart.  Then
-- confirmed_at counts as its time if crt saw the cart; else it covers at most an hour more.
--
-- crt.orders_by is for callers that already know the cart's token and the person's customers.
CREATE FUNCTION crt.orders_by(store uuid, cart uuid, token uuid, people uuid[])
RETURNS TABLE (order_id uuid, placed_at timestamptz, total bigint, currency char(3), covers_until timestamptz)
LANGUAGE sql STABLE ROWS 2 AS $$
    SELECT o.id, p.at, o.total, o.currency,
           o.grace + greatest(p.at, CASE WHEN o.confirmed_at > o.placed_at
                THEN least(o.confirmed_at, o.placed_at + interval '1 hour') END)
      FROM (
        SELECT o.*, interval '1 hour' AS grace
          FROM unnest(array_remove(ARRAY[cart, token], NULL)) u (id)
         CROSS JOIN LATERAL (    -- always by key, even if the planner expects few orders
            SELECT * FROM crt.orders o WHERE o.store_id = store AND o.cart_id = u.id
            UNION ALL SELECT * FROM crt.orders o WHERE o.store_id = store AND o.checkout_id = u.id OFFSET 0) o
        UNION ALL
        SELECT o.*, interval '0'
          FROM unnest(people) u (id)
         CROSS JOIN LATERAL (    -- an order is linked with everyone whom it ever named
            SELECT l.key FROM crt.identity_links l WHERE l.store_id = store AND l.customer_id = u.id
            UNION ALL SELECT k FROM crt.carts c CROSS JOIN LATERAL unnest(ARRAY[c.id, c.token_id]) k
             WHERE c.store_id = store AND c.customer_id = u.id AND k IS NOT NULL OFFSET 0) l
         CROSS JOIN LATERAL (    -- it may name nobody, only a cart of the person
            SELECT * FROM crt.orders o WHERE o.store_id = store AND o.id = l.key
            UNION ALL SELECT * FROM crt.orders o WHERE o.store_id = store AND o.cart_id = l.key
            UNION ALL SELECT * FROM crt.orders o WHERE o.store_id = store AND o.checkout_id = l.key OFFSET 0) o) o
     CROSS JOIN LATERAL (
        SELECT CASE WHEN o.confirmed_at > o.placed_at AND EXISTS (SELECT FROM crt.carts k
                WHERE k.store_id = store AND k.id = o.cart_id AND k.created_at <= o.confirmed_at)
            THEN o.confirmed_at ELSE o.placed_at END AS at) p
     WHERE (o.was_bought OR o.status IN ('bought', 'awaiting')) AND NOT o.test
$$;

CREATE FUNCTION crt.orders_of(store uuid, cart uuid)
RETURNS TABLE (order_id uuid, placed_at timestamptz, total bigint, currency char(3), covers_until timestamptz)
LANGUAGE sql STABLE ROWS 2 AS $$
    SELECT v.*
      FROM crt.carts c
     CROSS JOIN LATERAL (
        SELECT ARRAY(SELECT n.same_id FROM crt.same_person(store, c.customer_id) n) AS ids OFFSET 0) k
     CROSS JOIN LATERAL crt.orders_by(store, c.id, c.token_id, k.ids) v
     WHERE c.store_id = store AND c.id = cart
$$;
