-- Daily figures (crt-report rollup), and what must be counted again.
--
-- Everything counts on the day on which its cart was abandoned, in the store's time zone, so
-- each rate is a ratio of the same carts.  All columns are sums: any set of rows can be added.

-- A row without a channel counts carts, one with a channel the messages of a step.
CREATE TABLE crt.analytics (
    store_id           uuid NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    date               date NOT NULL,
    campaign_id        uuid,            -- null: no campaign took the cart
    variant            text COLLATE "C",            -- holdout, or the wait to which the person was assigned, such as 90m; null: neither
    step_index         int,
    channel            crt.channel,
    currency           char(3),         -- of the cart; for revenue, of the order
    carts_abandoned    bigint NOT NULL,
    carts_mailable     bigint NOT NULL, -- a campaign took it, and no gate found that the person cannot be mailed
    campaigns_sent     bigint NOT NULL, -- carts with at least one sent message
    carts_delivered    bigint NOT NULL, -- of these, carts with a message that did not bounce
    carts_clicked      bigint NOT NULL, -- clicked by a person
    carts_recovered    bigint NOT NULL, -- bought, and the order was not canceled
    carts_recovered_sent bigint NOT NULL,   -- of these, bought after a sent message
    revenue_unknown    bigint NOT NULL, -- recovered carts whose order has no known total
    revenue_gross      bigint NOT NULL, -- minor units
    revenue_refunded   bigint NOT NULL,
    revenue_tax        bigint NOT NULL, -- in revenue net of refunds
    revenue_shipping   bigint NOT NULL, -- in revenue net of refunds, without tax
    revenue_goods      bigint NOT NULL, -- the rest, of the orders whose tax and shipping are known
    goods_unknown      bigint NOT NULL, -- recovered carts whose order has a total, and no known tax or shipping
    recovery_seconds   bigint NOT NULL, -- from the abandonment to the order, summed over carts_recovered
    messages_sent      bigint NOT NULL,
    messages_delivered bigint NOT NULL,
    messages_opened    bigint NOT NULL, -- by a person
    messages_clicked   bigint NOT NULL, -- by a person
    messages_bounced   bigint NOT NULL,
    messages_complained bigint NOT NULL,
    messages_unsubscribed bigint NOT NULL,
    messages_skipped   bigint NOT NULL,
    messages_failed    bigint NOT NULL, -- never accepted by the provider
    created_at         timestamptz NOT NULL);
CREATE UNIQUE INDEX idx_analytics_store_date ON crt.analytics
    (store_id, date, campaign_id, variant, step_index, channel, currency) NULLS NOT DISTINCT;

-- The state of a store's figures.  A change of its time zone moves every day.
CREATE TABLE crt.rollups (
    store_id  uuid        PRIMARY KEY REFERENCES crt.stores ON DELETE CASCADE,
    timezone  text        NOT NULL,
    rolled_at timestamptz NOT NULL,
    touches_since timestamptz);     -- retention has deleted older touches; null: none

-- The days to be counted (again).
CREATE TABLE crt.rollup_days (
    store_id uuid NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    date     date NOT NULL,
    PRIMARY KEY (store_id, date));

-- What has changed since the last crt-report rollup.  Writers only append, without a key, so
-- they never wait for each other; the roll-up deletes the rows that it has read.
CREATE TABLE crt.rollup_changes (
    store_id uuid NOT NULL,
    what     text NOT NULL,     -- episode, order, message
    id       uuid,              -- of the order or message
    at       timestamptz);      -- of the episode's abandonment

-- A batch of new episodes becomes one row for each quarter of an hour; no time zone cuts one.
CREATE FUNCTION crt.rollup_episodes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO crt.rollup_changes (store_id, what, at)
    SELECT DISTINCT store_id, 'episode', date_bin('15 minutes', abandoned_at, 'epoch') FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER rollup_insert AFTER INSERT ON crt.abandoned_carts REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION crt.rollup_episodes();

CREATE FUNCTION crt.rollup_episode() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO crt.rollup_changes (store_id, what, at) VALUES (NEW.store_id, 'episode', NEW.abandoned_at);
    IF NEW.abandoned_at <> OLD.abandoned_at THEN
        INSERT INTO crt.rollup_changes (store_id, what, at) VALUES (OLD.store_id, 'episode', OLD.abandoned_at);
    END IF;
    IF NEW.order_id IS NOT NULL THEN    -- other carts may have been recovered by the same order
        INSERT INTO crt.rollup_changes (store_id, what, id) VALUES (NEW.store_id, 'order', NEW.order_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER rollup_update AFTER UPDATE ON crt.abandoned_carts FOR EACH ROW
    WHEN ((NEW.abandoned_at, NEW.state, NEW.reason, NEW.enrolled, NEW.currency, NEW.order_id, NEW.recovered_at)
          IS DISTINCT FROM (OLD.abandoned_at, OLD.state, OLD.reason, OLD.enrolled, OLD.currency, OLD.order_id, OLD.recovered_at))
    EXECUTE FUNCTION crt.rollup_episode();

-- The condition of each trigger leaves out changes that no figure shows, so most writes cost
-- one comparison.
CREATE FUNCTION crt.rollup_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO crt.rollup_changes (store_id, what, id) VALUES (NEW.store_id, TG_ARGV[0], NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION crt.rollup_touch() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO crt.rollup_changes (store_id, what, id) VALUES (NEW.store_id, 'message', NEW.message_id);
    RETURN NULL;
END $$;
CREATE TRIGGER rollup_insert AFTER INSERT ON crt.messages FOR EACH ROW
    WHEN (NEW.status = 'SKIPPED') EXECUTE FUNCTION crt.rollup_change('message');
CREATE TRIGGER rollup_update AFTER UPDATE ON crt.messages FOR EACH ROW
    WHEN (NEW.sent_at IS DISTINCT FROM OLD.sent_at
          OR (NEW.status IN ('SKIPPED', 'FAILED')) <> (OLD.status IN ('SKIPPED', 'FAILED')))
    EXECUTE FUNCTION crt.rollup_change('message');
CREATE TRIGGER rollup_insert AFTER INSERT ON crt.touches FOR EACH ROW
    WHEN (NEW.kind IN ('bounced', 'failed', 'complained', 'unsubscribed')
          OR NEW.kind IN ('opened', 'clicked') AND NOT NEW.machine) EXECUTE FUNCTION crt.rollup_touch();
CREATE TRIGGER rollup_update AFTER UPDATE ON crt.orders FOR EACH ROW
    WHEN ((NEW.status, NEW.total, NEW.refunded, NEW.tax, NEW.shipping, NEW.currency, NEW.test)
          IS DISTINCT FROM (OLD.status, OLD.total, OLD.refunded, OLD.tax, OLD.shipping, OLD.currency, OLD.test))
    EXECUTE FUNCTION crt.rollup_change('order');

-- Whether a cart counts at all changes rarely.
CREATE FUNCTION crt.rollup_cart() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO crt.rollup_changes (store_id, what, at)
    SELECT a.store_id, 'episode', a.abandoned_at FROM crt.abandoned_carts a WHERE a.store_id = NEW.store_id AND a.cart_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER rollup_update AFTER UPDATE ON crt.carts FOR EACH ROW
    WHEN ((NEW.bot, NEW.customer_id) IS DISTINCT FROM (OLD.bot, OLD.customer_id)) EXECUTE FUNCTION crt.rollup_cart();
CREATE FUNCTION crt.rollup_customer() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO crt.rollup_changes (store_id, what, at)
    SELECT a.store_id, 'episode', a.abandoned_at
      FROM crt.carts c JOIN crt.abandoned_carts a ON a.store_id = NEW.store_id AND a.cart_id = c.id
     WHERE c.customer_id = NEW.id AND c.store_id = NEW.store_id;
    RETURN NULL;
END $$;
CREATE TRIGGER rollup_update AFTER UPDATE ON crt.customers FOR EACH ROW
    WHEN (NEW.email_kind IS DISTINCT FROM OLD.email_kind) EXECUTE FUNCTION crt.rollup_customer();

-- The wait makes the variant.
CREATE FUNCTION crt.rollup_wait() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO crt.rollup_changes (store_id, what, at)
    SELECT a.store_id, 'episode', a.abandoned_at FROM crt.abandoned_carts a WHERE a.store_id = NEW.store_id AND a.id = NEW.episode_id;
    RETURN NULL;
END $$;
CREATE TRIGGER rollup_update AFTER UPDATE ON crt.enrollments FOR EACH ROW
    WHEN (NEW.wait IS DISTINCT FROM OLD.wait) EXECUTE FUNCTION crt.rollup_wait();

-- Seconds as in the campaign's file: 5400 is 90m.
CREATE FUNCTION crt.wait_text(seconds int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN seconds % 86400 = 0 THEN seconds / 86400 || 'd' WHEN seconds % 3600 = 0 THEN seconds / 3600 || 'h'
                WHEN seconds % 60 = 0 THEN seconds / 60 || 'm' ELSE seconds || 's' END
$$;

-- What providers responded and reported, for crt-report metrics.  Writers only append; the roll-up adds rows up.
CREATE TABLE crt.provider_events (
    store_id   uuid NOT NULL,
    channel    crt.channel NOT NULL,
    provider   text COLLATE "C" NOT NULL,
    reported   boolean NOT NULL,    -- false: the result of a hand-off; true: a later event
    event      text COLLATE "C" NOT NULL,       -- accepted, retried, failed, unknown; or the kind of a touch
    code       text COLLATE "C" NOT NULL,       -- the first three digits of the provider's code, or none, or other
    due_within int,                 -- the bound of crt.due_bounds() for the time from due to sent; null: there is none
    events     bigint NOT NULL,
    due_ms     bigint,              -- from due to sent, summed; null: not accepted at once
    responses    bigint NOT NULL,     -- hand-offs whose response was awaited
    response_ms  bigint NOT NULL);    -- from the hand-off to the response, summed

-- The bounds in seconds of the histogram of the time from due to sent.
CREATE FUNCTION crt.due_bounds() RETURNS int[] LANGUAGE sql IMMUTABLE AS $$
    SELECT '{1,2,5,10,30,60,120,300,600,1800,3600}'::int[]
$$;

-- What crt-report publish has stored: the attribution of a period.  A version never changes; other figures of the same
-- period are another version.
CREATE TABLE crt.publications (
    store_id     uuid        NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    since        timestamptz NOT NULL,
    until        timestamptz NOT NULL,
    measure      text COLLATE "C"        NOT NULL CHECK (measure IN ('revenue', 'goods', 'recoveries')),
    version      int         NOT NULL,
    settings     jsonb       NOT NULL,  -- windows and half-life in seconds, currency
    parts        jsonb       NOT NULL,  -- rows of crt-report attribution; minor units, or millionths of a recovery
    published_at timestamptz NOT NULL,
    PRIMARY KEY (store_id, since, until, measure, version));
CREATE TRIGGER publications_append BEFORE UPDATE ON crt.publications FOR EACH ROW EXECUTE FUNCTION crt.append_only();

-- Finds the episode of an order.
CREATE INDEX abandoned_carts_order ON crt.abandoned_carts (store_id, order_id) WHERE order_id IS NOT NULL;

-- Few persons have an address of a crawler or a disposable one, so this index is small.
CREATE INDEX customers_kind ON crt.customers (store_id, id) WHERE email_kind IS NOT NULL;

-- What a part of an order's total is after a refund, which takes the same share of each part. Null: unknown.
CREATE FUNCTION crt.part_kept(part bigint, total bigint, refunded bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN total > 0 THEN round(part * greatest(total - refunded, 0)::numeric / total)::bigint WHEN total = 0 THEN part END
$$;

-- What became of each cart that counts: not one of a bot, of a disposable address, or of a person who had bought before.
-- The summary, the daily figures, and the attribution read it, so they agree. A canceled order or a test recovers nothing.
-- shared: the order recovers a later cart too, with which its revenue counts. tax and shipping: in gross - refunded; the
-- goods are the rest. These three are null if they are not known.
CREATE VIEW crt.outcomes WITH (security_invoker = true) AS
    SELECT v.*, v.gross - v.refunded - v.tax - v.shipping AS goods FROM (
    SELECT a.store_id, a.id AS episode_id, a.abandoned_at, a.currency, a.order_id, a.recovered_at,
           a.state = 'RECOVERED' AND (o.id IS NULL OR o.status IN ('bought', 'awaiting') AND NOT o.test) AS recovered,
           coalesce(o.total, a.recovery_revenue) AS gross, coalesce(o.refunded, 0) AS refunded,
           crt.part_kept(o.tax, o.total, coalesce(o.refunded, 0)) AS tax,
           crt.part_kept(o.shipping, o.total, coalesce(o.refunded, 0)) AS shipping,
           coalesce(o.currency, a.revenue_currency) AS paid_in,
           a.order_id IS NOT NULL AND EXISTS (SELECT FROM crt.abandoned_carts b WHERE b.store_id = a.store_id
                      AND b.order_id = a.order_id AND (b.abandoned_at, b.id) > (a.abandoned_at, a.id)) AS shared
      FROM crt.abandoned_carts a
      JOIN crt.carts c ON c.store_id = a.store_id AND c.id = a.cart_id
      LEFT JOIN crt.orders o ON o.store_id = a.store_id AND o.id = a.order_id
     WHERE NOT c.bot AND a.reason IS DISTINCT FROM 'bought_before' AND NOT EXISTS (
         SELECT FROM crt.customers p WHERE p.store_id = a.store_id AND p.id = c.customer_id AND p.email_kind IS NOT NULL)) v;

-- Analyzes the partitions of more than a few pages that never were.  Autovacuum does so within minutes, but until then
-- the planner expects few rows, and a report about many takes hours.  Only the owner of a table can analyze it.
CREATE FUNCTION crt.analyze_new() RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    part regclass;
    n int := 0;
BEGIN
    FOR part IN SELECT c.oid FROM pg_class c
                 WHERE c.relnamespace = 'crt'::regnamespace AND c.relkind = 'r' AND c.relispartition AND c.reltuples < 0
                   AND pg_relation_size(c.oid) > 8 * current_setting('block_size')::bigint
                   AND pg_has_role(c.relowner, 'USAGE') AND NOT pg_is_in_recovery() LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', part);
        n := n + 1;
    END LOOP;
    RETURN n;
END $$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY '{analytics,rollups,rollup_days,rollup_changes,provider_events,publications}'::text[] LOOP
        EXECUTE format('ALTER TABLE crt.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON crt.%I USING (store_id = ANY ((SELECT crt.visible_stores())::uuid[]))',
            t || '_scope', t);
    END LOOP;
END $$;

-- The specification's row: one for each store, day, and currency.
CREATE VIEW crt.v_analytics WITH (security_invoker = true) AS
    SELECT crt.derived_uuid(concat('analytics', store_id, date, currency)) AS id, store_id, date, currency,
           sum(carts_abandoned)::int AS carts_abandoned, sum(campaigns_sent)::int AS campaigns_sent,
           coalesce(sum(messages_sent) FILTER (WHERE channel = 'EMAIL'), 0)::int AS emails_sent,
           coalesce(sum(messages_sent) FILTER (WHERE channel = 'SMS'), 0)::int AS sms_sent,
           coalesce(sum(messages_opened) FILTER (WHERE channel = 'EMAIL'), 0)::int AS emails_opened,
           coalesce(sum(messages_clicked) FILTER (WHERE channel = 'EMAIL'), 0)::int AS emails_clicked,
           coalesce(sum(messages_clicked) FILTER (WHERE channel = 'SMS'), 0)::int AS sms_clicked,
           sum(carts_recovered)::int AS carts_recovered,
           crt.decimal((sum(revenue_gross) - sum(revenue_refunded))::bigint, currency) AS revenue_recovered,
           round(sum(carts_recovered) / nullif(sum(carts_abandoned), 0), 4) AS recovery_rate,
           make_interval(secs => (sum(recovery_seconds) / nullif(sum(carts_recovered), 0))::float8) AS avg_time_to_recovery,
           max(created_at) AS created_at, crt.decimal(sum(revenue_tax)::bigint, currency) AS revenue_tax,
           crt.decimal(sum(revenue_shipping)::bigint, currency) AS revenue_shipping,
           crt.decimal(sum(revenue_goods)::bigint, currency) AS revenue_goods, sum(goods_unknown)::int AS goods_unknown
      FROM crt.analytics GROUP BY store_id, date, currency;
