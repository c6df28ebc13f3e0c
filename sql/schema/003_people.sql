-- People: customers, which of them are the same person, and who may get mail.
--
-- A stamp orders facts.  It is a uuid of (rank, source time, event); a greater one is later.
-- A group of columns is replaced only by a fact with a greater stamp, so any order of
-- arrival gives the same row (P4).  The null stamp is older than all others.

CREATE TYPE crt.consent_state AS ENUM ('granted', 'denied', 'pending');

CREATE TABLE crt.customers (
    store_id      uuid NOT NULL,
    id            uuid NOT NULL,        -- derived from platform id, else e-mail, else phone
    external_id   text COLLATE "C",
    email         text COLLATE "C",
    email_norm    text,
    email_kind    text CHECK (email_kind IN ('crawler', 'disposable')),    -- null: an ordinary address
    email_key     uuid,                 -- keyed hash of email_norm
    email_stamp   uuid NOT NULL,
    phone         text,                 -- E.164
    phone_key     uuid,
    phone_stamp   uuid NOT NULL,
    push_token    text,                 -- of the app's installation that the person uses
    push_key      uuid,
    push_stamp    uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    first_name    text,
    last_name     text,
    name_stamp    uuid NOT NULL,
    locale        text COLLATE "C",
    locale_stamp  uuid NOT NULL,
    country       text,
    region        text,
    timezone      text,
    place_stamp   uuid NOT NULL,
    consent_email crt.consent_state,
    consent_email_stamp uuid NOT NULL,
    consent_sms   crt.consent_state,
    consent_sms_stamp uuid NOT NULL,
    consent_push  crt.consent_state,
    consent_push_stamp uuid NOT NULL,
    deleted_stamp uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    last_activity timestamptz NOT NULL,
    created_at    timestamptz NOT NULL,
    tags          text CHECK (tags::json IS NOT NULL OR tags IS NULL),     -- a list of texts
    tags_stamp    uuid,
    recency       int CHECK (recency BETWEEN 1 AND 5),      -- 5: the fifth that bought last; null: no purchase
    frequency     int CHECK (frequency BETWEEN 1 AND 5),    -- of 1, 2, 3 to 4, 5 to 9, or more purchases
    spending      int CHECK (spending BETWEEN 1 AND 5),     -- 5: the fifth that spent most; null: nothing in the store's currency
    email_other   uuid,                 -- a trigger moves these two to crt.identity_links
    phone_other   uuid,
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('customers');
-- Hashed keys are unique enough without the store.  Each event changes another page of such
-- an index, so a smaller index is faster.
CREATE INDEX customers_email ON crt.customers (email_key, id) WHERE email_key IS NOT NULL;
CREATE INDEX customers_phone ON crt.customers (phone_key, id) WHERE phone_key IS NOT NULL;
CREATE INDEX customers_push ON crt.customers (push_key, id) WHERE push_key IS NOT NULL;

-- Keys (keyed hashes of an address, a token, or a cart) that were seen with a customer, if no
-- other row has that link.  A customer's only address is in the customer's row, and a cart's
-- only customer in the cart's row; if a second one arrives, both are stored here.  This is a
-- set, so the order of arrival does not matter.  Read it through crt.identities, which has
-- all links.
CREATE TABLE crt.identity_links (
    store_id    uuid NOT NULL,
    key         uuid NOT NULL,
    customer_id uuid NOT NULL,
    PRIMARY KEY (store_id, key, customer_id)) PARTITION BY HASH (store_id);
CALL crt.partition('identity_links');
CREATE INDEX identity_links_customer ON crt.identity_links (store_id, customer_id, key);

-- Append-only proof of each consent and its time.
CREATE TABLE crt.consents (
    store_id    uuid        NOT NULL,
    id          uuid        NOT NULL,
    customer_id uuid        NOT NULL,
    channel     crt.channel NOT NULL,
    purpose     text        NOT NULL DEFAULT 'cart_recovery',
    action      crt.consent_state NOT NULL,
    source      text,
    wording     text,
    ip          text,
    agent       text,
    evidence    text,
    time        timestamptz NOT NULL,
    confirmed   boolean     NOT NULL DEFAULT false,     -- by a second act of the person (double opt-in)
    signature   text        CHECK (signature IN ('checkbox', 'typed', 'reply', 'email', 'keypress', 'voice', 'paper')),
    number      text COLLATE "C",         -- E.164: to which the person agreed to get messages
    seller      text,           -- whose messages
    unconditional boolean   NOT NULL DEFAULT false,     -- the wording states that the consent is not a condition of a purchase
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('consents');
CREATE INDEX consents_customer ON crt.consents (store_id, customer_id);

CREATE INDEX consents_replies ON crt.consents (store_id, time) WHERE source = 'reply, not a keyword';

-- What a reply meant that was no keyword.  Until it has a row here, it counts as a refusal.
CREATE TABLE crt.reply_reviews (
    store_id    uuid        NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    consent_id  uuid        NOT NULL,
    refused     boolean     NOT NULL,
    reviewed_at timestamptz NOT NULL,
    PRIMARY KEY (store_id, consent_id));

-- P6: permanent.  No plain address; the hash is keyed per organization.
CREATE TABLE crt.suppressions (
    organization_id uuid        NOT NULL REFERENCES crt.organizations ON DELETE CASCADE,
    channel         crt.channel NOT NULL,
    key             uuid        NOT NULL,
    reason         text COLLATE "C" NOT NULL CHECK (reason IN ('objected', 'unsubscribed', 'complained', 'bounced', 'withdrawn', 'erased')),
    code            text COLLATE "C",               -- of a bounce: the mail server's reply code, such as "550 5.1.1"
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, channel, key, reason));  -- to lift one reason leaves the others

-- The national Do-Not-Call registry (16 CFR 310.4(b)(1)(iii)(B)) as an organization downloaded it.  Its numbers are those
-- of strangers, so only their keyed hashes are stored.
CREATE TABLE crt.dnc_numbers (
    organization_id uuid        NOT NULL REFERENCES crt.organizations ON DELETE CASCADE,
    area_code       int         NOT NULL,
    key             uuid        NOT NULL,
    PRIMARY KEY (organization_id, area_code, key));

-- How old the data of an area code is.
CREATE TABLE crt.dnc_areas (
    organization_id uuid        NOT NULL REFERENCES crt.organizations ON DELETE CASCADE,
    area_code       int         NOT NULL,
    version         timestamptz NOT NULL,   -- when its newest file was downloaded from the registry
    numbers         bigint      NOT NULL,
    PRIMARY KEY (organization_id, area_code));

-- The evidence of each file, as the safe harbor requires (47 CFR 64.1200(c)(2)(i)(D)).
CREATE TABLE crt.dnc_imports (
    organization_id uuid        NOT NULL REFERENCES crt.organizations ON DELETE CASCADE,
    id              uuid        NOT NULL,
    kind            text COLLATE "C" NOT NULL CHECK (kind IN ('full', 'change')),
    file            text        NOT NULL,   -- its name, without folders
    sha256          text        NOT NULL,
    account         text,                   -- the subscription account number
    version         timestamptz NOT NULL,
    lines           bigint      NOT NULL,
    refused         bigint      NOT NULL,   -- of the lines: could not be read
    added           bigint      NOT NULL,
    removed         bigint      NOT NULL,
    area_codes      int[]       NOT NULL,
    actor           name        NOT NULL DEFAULT session_user,
    imported_at     timestamptz NOT NULL,
    UNIQUE (organization_id, sha256, version),
    PRIMARY KEY (organization_id, id));

-- Until when a person has paused all messages.  The hash is that of the e-mail address.
CREATE TABLE crt.pauses (
    organization_id uuid        NOT NULL REFERENCES crt.organizations ON DELETE CASCADE,
    key             uuid        NOT NULL,
    until           timestamptz NOT NULL,
    PRIMARY KEY (organization_id, key));

-- The end of a period of months (Regulation 1182/71, Art. 3): with the day of the same date, or the last
-- of the month if there is none; not on a weekend, but on the next Monday.  Holidays are not known.
CREATE FUNCTION crt.month_due(received timestamptz, months int, zone text) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT (d.day + 1 + CASE extract(isodow FROM d.day) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END)::timestamp AT TIME ZONE zone
      FROM (SELECT ((received AT TIME ZONE zone)::date + make_interval(months => months))::date AS day) d
$$;

CREATE TABLE crt.privacy_requests (
    store_id   uuid        NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    id         uuid        NOT NULL,
    kind       text COLLATE "C"        NOT NULL CHECK (kind IN ('access', 'erase', 'store_erase', 'rectify', 'object')),
    payload    text        NOT NULL,
    opened_at  timestamptz NOT NULL,
    due_at     timestamptz NOT NULL,
    closed_at  timestamptz,
    keys       uuid[]      NOT NULL DEFAULT '{}',   -- of the person whom an open request erases: the customer and the addresses
    own        boolean     NOT NULL DEFAULT false,      -- the store recorded it, not the platform
    identity   text,                -- how it was checked who the person is; null: not yet, or the platform did
    PRIMARY KEY (store_id, id));
CREATE INDEX privacy_requests_open ON crt.privacy_requests (store_id) WHERE kind = 'erase' AND closed_at IS NULL;

-- Where any of the texts is, in lower case, in whatever table or column can hold text.
CREATE FUNCTION crt.text_found(texts text[]) RETURNS TABLE (table_name text, column_name text, rows bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
    kind text;
BEGIN
    FOR table_name, column_name, kind IN
        SELECT c.relname, a.attname, t.typname FROM pg_class c
          JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
         WHERE c.relnamespace = 'crt'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
           AND a.attnum > 0 AND NOT a.attisdropped AND t.typname IN ('text', 'bpchar', 'name', 'json', 'jsonb', 'bytea', '_text') LOOP
        EXECUTE format('SELECT count(*) FROM crt.%I WHERE EXISTS (SELECT FROM unnest($1) w WHERE strpos(lower(%s), w) > 0)',
            table_name, format(CASE kind WHEN 'bytea' THEN 'encode(%I, ''escape'')' ELSE '%I::text' END, column_name))
           INTO rows USING texts;
        IF rows > 0 THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
