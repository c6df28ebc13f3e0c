-- What to say, to whom, when; and what came of it.

CREATE TYPE crt.campaign_status AS ENUM ('DRAFT', 'ACTIVE', 'PAUSED', 'DELETED');
CREATE TYPE crt.enrollment_state AS ENUM ('RUNNING', 'DONE', 'STOPPED', 'HOLDOUT');
CREATE TYPE crt.message_status AS ENUM ('QUEUED', 'HELD', 'SENDING', 'SENT', 'DELIVERED', 'OPENED',
    'CLICKED', 'SKIPPED', 'FAILED', 'UNKNOWN');

CREATE TABLE crt.campaigns (
    store_id   uuid NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    id         uuid NOT NULL,
    name       text NOT NULL,
    version    int  NOT NULL,
    status     crt.campaign_status NOT NULL,
    priority   int  NOT NULL,
    source     text NOT NULL,           -- the YAML as applied
    trigger_conditions jsonb NOT NULL,
    sequence_steps     jsonb NOT NULL,
    holdout    int  NOT NULL CHECK (holdout BETWEEN 0 AND 100),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (store_id, name),
    PRIMARY KEY (store_id, id));

-- store_id NULL: every store's; the store's own one is taken first.
CREATE TABLE crt.templates (
    id         uuid NOT NULL PRIMARY KEY,
    store_id   uuid REFERENCES crt.stores ON DELETE CASCADE,
    name       text NOT NULL,
    locale     text NOT NULL,
    channel    crt.channel NOT NULL,
    subject    text,
    html       text,
    text       text,
    preview_data jsonb,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (store_id, name, locale, channel));

CREATE TABLE crt.enrollments (
    store_id    uuid NOT NULL,
    id          uuid NOT NULL,
    episode_id  uuid NOT NULL,
    campaign_id uuid NOT NULL,
    customer_id uuid,
    state       crt.enrollment_state NOT NULL,
    reason      text,
    next_step   int NOT NULL DEFAULT 0,
    next_at     timestamptz,
    created_at  timestamptz NOT NULL,
    UNIQUE (store_id, episode_id, campaign_id),
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('enrollments');
CREATE INDEX enrollments_due ON crt.enrollments (store_id, next_at) WHERE state = 'RUNNING';

-- P2: one row, so at most one hand-off, per episode, campaign, step and channel.
CREATE TABLE crt.messages (
    store_id      uuid NOT NULL,
    id            uuid NOT NULL,        -- derived from the unique key
    episode_id    uuid NOT NULL,
    campaign_id   uuid NOT NULL,
    enrollment_id uuid NOT NULL,
    cart_id       uuid NOT NULL,
    customer_id   uuid,
    step_index    int  NOT NULL,
    channel       crt.channel NOT NULL,
    template      text NOT NULL,
    locale        text NOT NULL,
    coupon        jsonb,
    status        crt.message_status NOT NULL,
    reason        text,                 -- the gate that decided
    facts         jsonb,                -- what it decided on, without personal data
    not_before    timestamptz NOT NULL,
    not_after     timestamptz NOT NULL,
    held_until    timestamptz,
    claimed_by    bigint,
    claimed_until timestamptz,
    attempts      int NOT NULL DEFAULT 0,
    provider      text,
    provider_id   text,
    code          text,
    sent_at       timestamptz,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    UNIQUE (store_id, episode_id, campaign_id, step_index, channel),
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('messages');
CREATE INDEX messages_due ON crt.messages (store_id, not_before) WHERE status = 'QUEUED';
CREATE INDEX messages_held ON crt.messages (store_id, held_until) WHERE status = 'HELD';
CREATE INDEX messages_claimed ON crt.messages (store_id, claimed_until) WHERE status = 'SENDING';
CREATE INDEX messages_unknown ON crt.messages (store_id, id) WHERE status = 'UNKNOWN';
-- Led by what is asked for, so that a plan made while there were no messages cannot read a store whole.
CREATE INDEX idx_messages_campaign_status ON crt.messages (campaign_id, status, sent_at);
CREATE INDEX idx_messages_customer_channel ON crt.messages (customer_id, channel, sent_at);
CREATE INDEX idx_messages_cart ON crt.messages (cart_id, step_index);

CREATE TABLE crt.touches (
    store_id   uuid NOT NULL,
    id         uuid NOT NULL,           -- derived from the provider's event id
    message_id uuid NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('delivered', 'opened', 'clicked', 'bounced', 'complained',
        'replied', 'unsubscribed', 'failed')),
    machine    boolean NOT NULL,
    url        text,
    reason     text,
    code       text,
    time       timestamptz NOT NULL,
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('touches');
CREATE INDEX touches_message ON crt.touches (store_id, message_id);

-- What the mail server refused in the last days: evidence of whether it means a person, or us.
-- alike is a digest of code and words without addresses and numbers.  key is there while it is
-- not known whether the address is to be suppressed.
CREATE TABLE crt.refusals (
    store_id   uuid        NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    message_id uuid        NOT NULL,
    refused_at timestamptz NOT NULL,
    alike      uuid        NOT NULL,
    code       text        NOT NULL,
    key        uuid,
    PRIMARY KEY (store_id, message_id, refused_at));
CREATE INDEX refusals_alike ON crt.refusals (store_id, alike, refused_at);
CREATE INDEX refusals_time ON crt.refusals (store_id, refused_at);
CREATE INDEX refusals_open ON crt.refusals (store_id, refused_at) WHERE key IS NOT NULL;

-- Messages that a gate holds are looked at again at once, since what held them is mended; how many.
CREATE FUNCTION crt.wake(stores uuid[], gate text, at timestamptz) RETURNS bigint LANGUAGE sql AS $$
    WITH woken AS (
        UPDATE crt.messages SET held_until = at
         WHERE store_id = ANY (stores) AND status = 'HELD' AND reason = gate AND held_until > at RETURNING id)
    SELECT count(*) FROM woken
$$;

-- The times at which mails of a store were accepted, newest first; by index.
CREATE FUNCTION crt.accepted_before(store uuid, since timestamptz, before timestamptz, most int)
RETURNS TABLE (at timestamptz) LANGUAGE sql STABLE AS $$
    SELECT t.sent_at FROM crt.campaigns g
     CROSS JOIN unnest('{SENT,DELIVERED,OPENED,CLICKED}'::crt.message_status[]) s (status)
     CROSS JOIN LATERAL (
        SELECT m.sent_at FROM crt.messages m
         WHERE m.store_id = store AND m.campaign_id = g.id AND m.status = s.status
           AND m.sent_at >= since AND m.sent_at < before
         ORDER BY m.sent_at DESC LIMIT most) t
     WHERE g.store_id = store ORDER BY t.sent_at DESC LIMIT most
$$;

-- The same, oldest first.
CREATE FUNCTION crt.accepted_since(store uuid, since timestamptz, most int)
RETURNS TABLE (at timestamptz) LANGUAGE sql STABLE AS $$
    SELECT t.sent_at FROM crt.campaigns g
     CROSS JOIN unnest('{SENT,DELIVERED,OPENED,CLICKED}'::crt.message_status[]) s (status)
     CROSS JOIN LATERAL (
        SELECT m.sent_at FROM crt.messages m
         WHERE m.store_id = store AND m.campaign_id = g.id AND m.status = s.status AND m.sent_at >= since
         ORDER BY m.sent_at LIMIT most) t
     WHERE g.store_id = store ORDER BY t.sent_at LIMIT most
$$;

-- What the gates ask (lib/rule/gate.h), for an episode as it is now.  One place,
-- so that crt-campaign and crt-send decide on the same facts.  A withdrawal counts
-- for all that is known to be the same person, a no for every account of the address.
-- message and due are of the message that asks, which waits for one that is being sent and for
-- those before it, so that two never wait for each other; a step without a message waits for all.
CREATE FUNCTION crt.facts_of(store uuid, episode uuid, message uuid, due timestamptz)
RETURNS TABLE (state crt.episode_state, expires_at timestamptz, bought boolean, cart_active boolean, idle_at timestamptz,
    bot boolean, empty boolean, address text, email_suppressed boolean, consent_email crt.consent_state,
    orders_seen_at timestamptz, person uuid, sent timestamptz[], pending boolean, abandoned_at timestamptz,
    locale text, email text, email_key uuid, order_rejected_at timestamptz, link_dead boolean, link_until timestamptz)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT a.state, a.expires_at, o.bought, c.status = 'ACTIVE', c.idle_at, c.bot,
           -- The cart may have been ended under its token.
           c.items_count = 0 OR c.token_id IS NOT NULL AND EXISTS (
               SELECT FROM crt.carts g WHERE g.store_id = store AND g.id = c.token_id
                  AND g.status IN ('EMPTIED', 'MERGED') AND g.stamp > c.stamp),
           CASE WHEN p.email_norm IS NOT NULL AND p.email_stamp > p.deleted_stamp THEN p.email END,
           -- A withdrawal is kept for the person too, whatever his address is now.
           EXISTS (SELECT FROM unnest(k.ids || p.email_key) u (key)
                    CROSS JOIN LATERAL (    -- by key, however few the planner believes in
                       SELECT * FROM crt.suppressions x
                        WHERE x.organization_id = s.organization_id AND x.channel = 'EMAIL' AND x.key = u.key OFFSET 0) x
                    WHERE x.key = p.email_key OR x.reason = 'withdrawn'),
           -- A later no of another account with the same address is a no.
           CASE WHEN cardinality(k.ids) > 1 AND EXISTS (
                             SELECT FROM crt.customers q
                              WHERE q.store_id = store AND q.id = ANY (k.ids) AND q.email_key = p.email_key
                                AND q.consent_email = 'denied' AND q.consent_email_stamp > p.consent_email_stamp)
                THEN 'denied' ELSE p.consent_email END,
           s.orders_seen_at, k.ids[1], m.sent, m.pending, a.abandoned_at, p.locale, p.email, p.email_key,
           -- Whose it is nobody knows.  A day is for clocks that differ; carts touched later were not bought by it.
           -- The last one is asked for once a statement.
           CASE WHEN c.last_activity_at - interval '1 day' <= (SELECT max(r.created_at) FROM crt.rejects r
                        WHERE r.store_id = store AND r.is_order AND r.dropped_at IS NULL)
                THEN (SELECT min(r.created_at) FROM crt.rejects r
                       WHERE r.store_id = store AND r.is_order AND r.dropped_at IS NULL
                         AND r.created_at >= c.last_activity_at - interval '1 day') END,
           -- A link that pays for an order ends when the order is one no more that can be paid.
           c.url_pays AND EXISTS (SELECT FROM crt.orders r WHERE r.store_id = store AND r.cart_id = c.id
               AND r.external_id = c.external_id AND r.status <> 'not_a_checkout' AND r.stamp > c.stamp),
           c.url_until
      FROM crt.abandoned_carts a
      JOIN crt.carts c ON c.store_id = store AND c.id = a.cart_id
      JOIN crt.stores s ON s.id = store
      LEFT JOIN crt.customers p ON p.store_id = store AND p.id = c.customer_id
     CROSS JOIN LATERAL (
        SELECT CASE WHEN p.id IS NULL THEN '{}' ELSE ARRAY(
            SELECT DISTINCT n.same_id FROM crt.same_person_by(store, p.id, p.email_key, p.phone_key) n ORDER BY 1)
            END AS ids OFFSET 0) k
     CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(v.covers_until >= c.last_activity_at), false) AS bought
          FROM crt.orders_by(store, c.id, c.token_id, k.ids) v) o
     CROSS JOIN LATERAL (
        SELECT array_agg(t.at) FILTER (WHERE NOT t.waits) AS sent,
               bool_or(message IS NULL OR t.status = 'SENDING' OR (t.not_before, t.id) < (due, message))
                   FILTER (WHERE t.waits AND t.id IS DISTINCT FROM message) AS pending
          FROM (SELECT g.id, g.status, g.not_before, coalesce(g.sent_at, g.updated_at) AS at,
                       g.status IN ('QUEUED', 'HELD', 'SENDING') AS waits
                  FROM unnest(k.ids) u (id)
                 CROSS JOIN LATERAL (
                    SELECT * FROM crt.messages x
                     WHERE x.store_id = store AND x.customer_id = u.id AND x.status NOT IN ('SKIPPED', 'FAILED') OFFSET 0) g
                 ORDER BY at DESC, g.id LIMIT 100) t) m
     WHERE a.store_id = store AND a.id = episode
$$;

-- All that a message's template sees (crt-records(5), message.due).
CREATE VIEW crt.message_context WITH (security_invoker = true) AS
    SELECT m.store_id, m.id, m.episode_id, g.name AS campaign, m.step_index, m.template, m.locale, m.not_before, m.coupon,
           c.external_id, c.url, c.value, c.currency, c.items, p.first_name, p.last_name, p.email,
           p.locale AS customer_locale, p.country, p.email_key, m.status, g.status AS campaign_status
      FROM crt.messages m
      JOIN crt.campaigns g ON g.store_id = m.store_id AND g.id = m.campaign_id
     CROSS JOIN LATERAL (    -- a fence: each by its key, however small the tables look
        SELECT * FROM crt.carts WHERE store_id = m.store_id AND id = m.cart_id OFFSET 0) c
      LEFT JOIN LATERAL (SELECT * FROM crt.customers WHERE store_id = c.store_id AND id = c.customer_id OFFSET 0) p ON true;
