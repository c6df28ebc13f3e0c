-- Campaigns, templates, enrollments, and messages with their results.

CREATE TYPE crt.campaign_status AS ENUM ('DRAFT', 'ACTIVE', 'PAUSED', 'DELETED');
CREATE TYPE crt.campaign_type AS ENUM ('AUTOMATED', 'MANUAL');
CREATE TYPE crt.enrollment_state AS ENUM ('RUNNING', 'DONE', 'STOPPED', 'HOLDOUT');
CREATE TYPE crt.message_status AS ENUM ('QUEUED', 'HELD', 'SENDING', 'SENT', 'DELIVERED', 'OPENED',
    'CLICKED', 'SKIPPED', 'FAILED', 'UNKNOWN');

CREATE TABLE crt.campaigns (
    store_id   uuid NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    id         uuid NOT NULL,
    name       text COLLATE "C" NOT NULL,
    version    int  NOT NULL,
    status     crt.campaign_status NOT NULL,
    priority   int  NOT NULL,
    source     text NOT NULL,           -- the YAML as applied
    trigger_conditions jsonb NOT NULL,
    sequence_steps     jsonb NOT NULL,
    holdout    int  NOT NULL CHECK (holdout BETWEEN 0 AND 100),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    type       crt.campaign_type NOT NULL DEFAULT 'AUTOMATED',  -- MANUAL: takes only what a user gives it
    UNIQUE (store_id, name),
    PRIMARY KEY (store_id, id));

-- How the effect of a campaign's messages is measured.  It is fixed before the first person is assigned: a change
-- begins a new experiment, which counts the persons assigned from then on.
CREATE TABLE crt.experiments (
    store_id       uuid NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    campaign_id    uuid NOT NULL,
    number         int  NOT NULL,
    outcome_window interval NOT NULL,   -- a purchase counts until then, from the assignment on
    alpha          int  NOT NULL CHECK (alpha BETWEEN 1 AND 50),        -- percent
    min_effect     int  NOT NULL CHECK (min_effect BETWEEN 1 AND 100),  -- percentage points of the recovery rate
    began_at       timestamptz NOT NULL,
    cap            bigint CHECK (cap > 0),  -- of what a person spent, in minor units; null: revenue is not compared
    currency       char(3),             -- of the cap; what was spent in others counts as 0
    waits          int[],               -- of the first message, in seconds; the others are compared with the first
    CHECK ((cap IS NULL) = (currency IS NULL)),
    PRIMARY KEY (store_id, campaign_id, number));

-- store_id NULL: a template of all stores; a store's own template has precedence.
CREATE TABLE crt.templates (
    id         uuid NOT NULL PRIMARY KEY,
    store_id   uuid REFERENCES crt.stores ON DELETE CASCADE,
    name       text COLLATE "C" NOT NULL,
    locale     text COLLATE "C" NOT NULL,
    channel    crt.channel NOT NULL,
    subject    text,
    html       text,
    text       text,
    image      text,                    -- of a push message, as is link; its title is the subject
    link       text,
    preview_data jsonb,
    design_config jsonb,                -- colors, logo, and layout instead of the store's
    is_default bool NOT NULL DEFAULT false,  -- for a language without a template of its own
    version    int  NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (store_id, name, locale, channel));

-- What a template was before: each version that another replaced.  Which one a message had, its time shows.
CREATE TABLE crt.template_versions (
    template_id uuid NOT NULL REFERENCES crt.templates ON DELETE CASCADE,
    version     int  NOT NULL,
    store_id    uuid REFERENCES crt.stores ON DELETE CASCADE,
    subject     text,
    html        text,
    text        text,
    image       text,
    link        text,
    design_config jsonb,
    began_at    timestamptz NOT NULL,
    PRIMARY KEY (template_id, version));

-- Parts that templates name, and layouts.  locale "": any language.  store_id NULL: of all stores.
CREATE TABLE crt.partials (
    id         uuid NOT NULL PRIMARY KEY,
    store_id   uuid REFERENCES crt.stores ON DELETE CASCADE,
    name       text COLLATE "C" NOT NULL,
    locale     text COLLATE "C" NOT NULL,
    html       text,
    text       text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (store_id, name, locale));

CREATE TABLE crt.enrollments (
    store_id    uuid NOT NULL,
    id          uuid NOT NULL,
    episode_id  uuid NOT NULL,
    campaign_id uuid NOT NULL,
    customer_id uuid,
    state       crt.enrollment_state NOT NULL,
    reason      text COLLATE "C",
    next_step   int NOT NULL DEFAULT 0,
    next_at     timestamptz,
    created_at  timestamptz NOT NULL,
    assigned_at timestamptz,            -- when the person was assigned to an arm of the campaign; null: not by this enrollment
    held_out    boolean,                -- the arm
    holdout     int,                    -- the campaign's share then, in percent
    wait        int,                    -- of the first message, in seconds; null: the campaign had one wait
    version     int,                    -- of the campaign that its next step belongs to
    started_at  timestamptz,            -- by a user; the waits count from then on; null: from the abandonment
    CHECK (num_nulls(assigned_at, held_out, holdout) IN (0, 3)),
    CHECK (wait IS NULL OR assigned_at IS NOT NULL),
    UNIQUE (store_id, episode_id, campaign_id),
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('enrollments');
CREATE INDEX enrollments_assigned ON crt.enrollments (customer_id, campaign_id) WHERE assigned_at IS NOT NULL;
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
    locale        text COLLATE "C" NOT NULL,
    coupon        jsonb,
    status        crt.message_status NOT NULL,
    reason        text COLLATE "C",     -- the gate that decided; else why it waits, moved to another provider, or failed
    facts         jsonb,                -- the facts of its decision, without personal data
    not_before    timestamptz NOT NULL,
    not_after     timestamptz NOT NULL,
    held_until    timestamptz,          -- of a message that is not held: until when it was
    claimed_by    bigint,
    claimed_until timestamptz,
    attempts      int NOT NULL DEFAULT 0,
    provider      text COLLATE "C",
    provider_id   text,
    code          text COLLATE "C",
    basis         text CHECK (basis IN ('granted', 'not_denied')),  -- of the consent on which it was claimed
    policy        text,                 -- of a text message: the version of the rules (etc/policy) that let it be sent
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
-- The searched column comes first, so that a plan from a time without messages cannot read a whole store.
CREATE INDEX idx_messages_campaign_status ON crt.messages (campaign_id, status, sent_at);
CREATE INDEX idx_messages_customer_channel ON crt.messages (customer_id, channel, sent_at);
CREATE INDEX idx_messages_cart ON crt.messages (cart_id, step_index);

CREATE TABLE crt.touches (
    store_id   uuid NOT NULL,
    id         uuid NOT NULL,           -- derived from the provider's event id
    message_id uuid NOT NULL,
    kind       text COLLATE "C" NOT NULL CHECK (kind IN ('accepted', 'delivered', 'opened', 'clicked', 'bounced',
        'complained', 'replied', 'unsubscribed', 'failed')),
    machine    boolean NOT NULL,
    url        text,
    reason     text COLLATE "C",
    code       text COLLATE "C",
    time       timestamptz NOT NULL,
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('touches');
CREATE INDEX touches_message ON crt.touches (store_id, message_id);

-- The status of a message whose hand-off has this result: the provider may have reported more already.
CREATE FUNCTION crt.reported(store uuid, message uuid, result crt.message_status) RETURNS TABLE (status crt.message_status)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT coalesce(max(CASE WHEN t.kind IN ('bounced', 'failed') THEN 'FAILED' WHEN t.kind = 'delivered' THEN 'DELIVERED'
                             WHEN t.machine THEN 'SENT' WHEN t.kind = 'opened' THEN 'OPENED'
                             WHEN t.kind = 'clicked' THEN 'CLICKED' ELSE 'SENT' END::crt.message_status), result)
      FROM crt.touches t WHERE t.store_id = store AND t.message_id = message
$$;

-- The mail server's refusals of the last days: evidence whether the address or the server is
-- at fault.  alike is a digest of the reply without addresses and numbers.  key is set until
-- it is decided whether to suppress the address.
CREATE TABLE crt.refusals (
    store_id   uuid        NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    message_id uuid        NOT NULL,
    refused_at timestamptz NOT NULL,
    alike      uuid        NOT NULL,
    code       text COLLATE "C"        NOT NULL,
    key        uuid,
    PRIMARY KEY (store_id, message_id, refused_at));
CREATE INDEX refusals_alike ON crt.refusals (store_id, alike, refused_at);
CREATE INDEX refusals_time ON crt.refusals (store_id, refused_at);
CREATE INDEX refusals_open ON crt.refusals (store_id, refused_at) WHERE key IS NOT NULL;

-- Lets the messages that a gate holds be checked again at once, because its cause is gone.
-- Returns their number.
CREATE FUNCTION crt.wake(stores uuid[], gate text, at timestamptz) RETURNS bigint LANGUAGE sql AS $$
    WITH woken AS (
        UPDATE crt.messages SET held_until = at
         WHERE store_id = ANY (stores) AND status = 'HELD' AND reason = gate AND held_until > at RETURNING id)
    SELECT count(*) FROM woken
$$;

-- The times at which a store's mails were accepted, newest first; read by index.
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

-- The arm of a campaign to which a person was assigned; no row: none yet.  An assignment holds for all customers of the
-- person; if several were assigned before they became one, the first counts.
CREATE FUNCTION crt.assigned(store uuid, campaign uuid, customer uuid) RETURNS TABLE (held_out boolean, wait int)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT n.held_out, n.wait
      FROM crt.same_person(store, customer) k
     CROSS JOIN LATERAL (
        SELECT * FROM crt.enrollments e WHERE e.store_id = store AND e.campaign_id = campaign
           AND e.customer_id = k.same_id AND e.assigned_at IS NOT NULL OFFSET 0) n
     ORDER BY n.assigned_at, n.id LIMIT 1
$$;

-- The facts that the gates need (lib/rule/gate.h), for the current state of an episode.  It is
-- one function, so that crt-campaign and crt-send decide on the same facts.  An opt-out, and an
-- open request to erase, count for all addresses of the same person; the newest consent for all
-- customers with the address.
-- message and due belong to the message to be checked.  It waits for a message in flight and
-- for earlier ones, so that two never wait for each other.  A step without a message waits
-- for all.  medium is the channel: it decides which address, consent, and suppressions count.
CREATE FUNCTION crt.facts_of(store uuid, episode uuid, message uuid, due timestamptz, medium crt.channel)
RETURNS TABLE (state crt.episode_state, expires_at timestamptz, bought boolean, cart_active boolean, idle_at timestamptz,
    bot boolean, empty boolean, address text, suppressed boolean, consent crt.consent_state,
    orders_seen_at timestamptz, person uuid, sent timestamptz[], pending boolean, abandoned_at timestamptz,
    locale text, recipient text, recipient_key uuid, order_rejected_at timestamptz, link_dead boolean, link_until timestamptz,
    unread boolean, paused_until timestamptz, erasing boolean, channel crt.channel, country text, region text, timezone text,
    confirmed boolean, episode_text timestamptz, texts timestamptz[], bought_at timestamptz,
    written boolean, registered boolean, registry_at timestamptz)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT a.state, a.expires_at, o.bought, c.status = 'ACTIVE', c.idle_at, c.bot,
           -- The cart may have been emptied or merged under its token.
           c.items_count IS NOT DISTINCT FROM 0 OR c.token_id IS NOT NULL AND EXISTS (
               SELECT FROM crt.carts g WHERE g.store_id = store AND g.id = c.token_id
                  AND g.status IN ('EMPTIED', 'MERGED') AND g.stamp > c.stamp),
           CASE WHEN y.known THEN y.address END,
           -- What the person did not want, the address does not matter; a bounce is the address's.
           EXISTS (SELECT FROM unnest(w.keys) u (key)
                    CROSS JOIN LATERAL (    -- always by key, even if the planner expects few
                       SELECT * FROM crt.suppressions x
                        WHERE x.organization_id = s.organization_id AND x.channel = medium AND x.key = u.key OFFSET 0) x
                    WHERE x.key = y.key OR x.reason IN ('unsubscribed', 'complained', 'withdrawn')),
           -- The newest of all accounts with this address, such as one recorded for the address alone.
           CASE WHEN cardinality(k.ids) > 1 AND y.key IS NOT NULL AND medium = 'EMAIL'
                THEN (SELECT q.consent_email FROM crt.customers q
                       WHERE q.store_id = store AND q.id = ANY (k.ids) AND q.email_key = y.key AND q.consent_email IS NOT NULL
                       ORDER BY q.consent_email_stamp DESC LIMIT 1)
                WHEN cardinality(k.ids) > 1 AND y.key IS NOT NULL AND medium = 'PUSH'
                THEN (SELECT q.consent_push FROM crt.customers q
                       WHERE q.store_id = store AND q.id = ANY (k.ids) AND q.push_key = y.key AND q.consent_push IS NOT NULL
                       ORDER BY q.consent_push_stamp DESC LIMIT 1)
                WHEN cardinality(k.ids) > 1 AND y.key IS NOT NULL
                THEN (SELECT q.consent_sms FROM crt.customers q
                       WHERE q.store_id = store AND q.id = ANY (k.ids) AND q.phone_key = y.key AND q.consent_sms IS NOT NULL
                       ORDER BY q.consent_sms_stamp DESC LIMIT 1)
                ELSE y.consent END,
           s.orders_seen_at, k.ids[1], m.sent, m.pending, a.abandoned_at, p.locale, y.address, y.key,
           -- The person behind a rejected order is unknown, so it holds all carts that it may have bought: those
           -- last touched before it arrived, plus one day for clocks that differ.  max() runs once per statement.
           CASE WHEN c.last_activity_at - interval '1 day' <= (SELECT max(r.created_at) FROM crt.rejects r
                        WHERE r.store_id = store AND r.is_order AND r.dropped_at IS NULL)
                THEN (SELECT min(r.created_at) FROM crt.rejects r
                       WHERE r.store_id = store AND r.is_order AND r.dropped_at IS NULL
                         AND r.created_at >= c.last_activity_at - interval '1 day') END,
           -- A link that pays for an order is dead when that order can no longer be paid.
           c.url_pays AND EXISTS (SELECT FROM crt.orders r WHERE r.store_id = store AND r.cart_id = c.id
               AND r.external_id = c.external_id AND r.status <> 'not_a_checkout' AND r.stamp > c.stamp),
           c.url_until, c.items_count IS NULL,
           (SELECT u.until FROM crt.pauses u WHERE u.organization_id = s.organization_id AND u.key = p.email_key),
           EXISTS (SELECT FROM crt.privacy_requests r WHERE r.store_id = store AND r.kind = 'erase' AND r.closed_at IS NULL
                      AND r.keys && w.keys),
           medium, p.country, p.region, p.timezone,
           coalesce(z.confirmed_at > z.denied_at, false), m.episode_text, m.texts, o.bought_at, coalesce(z.written_at > z.denied_at, false),
           r.registered, r.registry_at
      FROM crt.abandoned_carts a
      JOIN crt.carts c ON c.store_id = store AND c.id = a.cart_id
      JOIN crt.stores s ON s.id = store
      LEFT JOIN crt.customers p ON p.store_id = store AND p.id = c.customer_id
     CROSS JOIN LATERAL (
        SELECT CASE medium WHEN 'EMAIL' THEN p.email WHEN 'SMS' THEN p.phone ELSE p.push_token END AS address,
               CASE medium WHEN 'EMAIL' THEN p.email_key WHEN 'SMS' THEN p.phone_key ELSE p.push_key END AS key,
               CASE medium WHEN 'EMAIL' THEN p.consent_email WHEN 'SMS' THEN p.consent_sms ELSE p.consent_push END AS consent,
               CASE medium WHEN 'EMAIL' THEN p.email_norm IS NOT NULL AND p.email_stamp > p.deleted_stamp
                           WHEN 'SMS' THEN p.phone_key IS NOT NULL AND p.phone_stamp > p.deleted_stamp
                           -- A device belongs to the customer who used it last: nobody sees another's cart.
                           ELSE p.push_key IS NOT NULL AND p.push_stamp > p.deleted_stamp AND NOT EXISTS (
                               SELECT FROM crt.customers q WHERE q.store_id = store AND q.push_key = p.push_key
                                  AND (q.push_stamp, q.id) > (p.push_stamp, p.id)) END AS known) y
     CROSS JOIN LATERAL (
        SELECT CASE WHEN p.id IS NULL THEN '{}' ELSE ARRAY(
            SELECT DISTINCT n.same_id FROM crt.same_person_by(store, p.id, p.email_key, p.phone_key) n ORDER BY 1)
            END AS ids OFFSET 0) k
     CROSS JOIN LATERAL (    -- all keys of the person: of their customers, and of each address that these ever had
        SELECT k.ids || ARRAY(
            SELECT unnest(ARRAY[q.email_key, q.phone_key, q.push_key]) FROM crt.customers q WHERE q.store_id = store AND q.id = ANY (k.ids)
            UNION ALL SELECT l.key FROM crt.identity_links l WHERE l.store_id = store AND l.customer_id = ANY (k.ids))
            AS keys OFFSET 0) w
     CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(v.covers_until >= c.last_activity_at), false) AS bought, max(v.placed_at) AS bought_at
          FROM crt.orders_by(store, c.id, c.token_id, k.ids) v) o
     CROSS JOIN LATERAL (
        SELECT array_agg(t.at) FILTER (WHERE NOT t.waits) AS sent,
               array_agg(t.at) FILTER (WHERE NOT t.waits AND t.channel = 'SMS') AS texts,
               max(t.at) FILTER (WHERE t.channel = 'SMS' AND t.episode_id = episode AND t.id IS DISTINCT FROM message
                   AND (NOT t.waits OR t.status = 'SENDING')) AS episode_text,
               bool_or(message IS NULL OR t.status = 'SENDING' OR (t.not_before, t.id) < (due, message))
                   FILTER (WHERE t.waits AND t.id IS DISTINCT FROM message) AS pending
          FROM (SELECT g.id, g.status, g.not_before, g.channel, g.episode_id, coalesce(g.sent_at, g.updated_at) AS at,
                       g.status IN ('QUEUED', 'HELD', 'SENDING') AS waits
                  FROM unnest(k.ids) u (id)
                 CROSS JOIN LATERAL (
                    SELECT * FROM crt.messages x
                     WHERE x.store_id = store AND x.customer_id = u.id AND x.status NOT IN ('SKIPPED', 'FAILED') OFFSET 0) g
                 ORDER BY at DESC, g.id LIMIT 100) t) m
     CROSS JOIN LATERAL (    -- a confirmation, and a written consent, count until the person withdraws the consent
        SELECT max(x.time) FILTER (WHERE x.action = 'granted' AND x.confirmed) AS confirmed_at,
               max(x.time) FILTER (WHERE x.action = 'granted' AND x.number = y.address AND x.unconditional
                   AND num_nulls(x.signature, x.wording, x.seller) = 0) AS written_at,
               coalesce(max(x.time) FILTER (WHERE x.action = 'denied'), '-infinity') AS denied_at
          FROM crt.consents x
         WHERE medium = 'SMS' AND x.store_id = store AND x.customer_id = ANY (k.ids) AND x.channel = 'SMS'
           AND NOT EXISTS (SELECT FROM crt.reply_reviews v WHERE v.store_id = store AND v.consent_id = x.id AND NOT v.refused)) z
     CROSS JOIN LATERAL (    -- the Do-Not-Call registry of the US: what it has of the number, and as of when
        SELECT (SELECT v.version FROM crt.dnc_areas v WHERE v.organization_id = s.organization_id AND v.area_code = n.area) AS registry_at,
               EXISTS (SELECT FROM crt.dnc_numbers d
                        WHERE d.organization_id = s.organization_id AND d.area_code = n.area AND d.key = y.key) AS registered
          FROM (SELECT CASE WHEN medium = 'SMS' AND y.address ~ '^[+]1[0-9]{10}$' THEN substr(y.address, 3, 3)::int END AS area) n) r
     WHERE a.store_id = store AND a.id = episode
$$;

-- All data for a message's template (crt-records(5), message.due).
CREATE VIEW crt.message_context WITH (security_invoker = true) AS
    SELECT m.store_id, m.id, m.episode_id, g.name AS campaign, m.step_index, m.template, m.locale, m.not_before, m.coupon,
           c.external_id, c.url, c.value, c.currency, c.items, p.first_name, p.last_name, p.email,
           p.locale AS customer_locale, p.country, m.channel,
           CASE m.channel WHEN 'SMS' THEN p.phone WHEN 'EMAIL' THEN p.email END AS recipient,
           -- A device's token changes, so the link of a push message names the customer.
           CASE m.channel WHEN 'SMS' THEN p.phone_key WHEN 'EMAIL' THEN p.email_key ELSE p.id END AS recipient_key,
           m.status, g.status AS campaign_status
      FROM crt.messages m
      JOIN crt.campaigns g ON g.store_id = m.store_id AND g.id = m.campaign_id
     CROSS JOIN LATERAL (    -- a fence: always by key, even if the planner takes the tables for small
        SELECT * FROM crt.carts WHERE store_id = m.store_id AND id = m.cart_id OFFSET 0) c
      LEFT JOIN LATERAL (SELECT * FROM crt.customers WHERE store_id = c.store_id AND id = c.customer_id OFFSET 0) p ON true;
