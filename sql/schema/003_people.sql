-- People: what is known of a customer, who is the same person, who may be written to.
--
-- A stamp orders facts: a uuid of (rank, source time, event), greater is later.
-- A column group is replaced only by a greater stamp, so any order of arrival
-- gives the same row (P4).  The null stamp is older than everything.

CREATE TYPE crt.consent_state AS ENUM ('granted', 'denied', 'pending');

CREATE TABLE crt.customers (
    store_id      uuid NOT NULL,
    id            uuid NOT NULL,        -- derived: platform id, else e-mail, else phone
    external_id   text,
    email         text,
    email_norm    text,
    email_key     uuid,                 -- keyed hash of email_norm
    email_stamp   uuid NOT NULL,
    phone         text,                 -- E.164
    phone_key     uuid,
    phone_stamp   uuid NOT NULL,
    first_name    text,
    last_name     text,
    name_stamp    uuid NOT NULL,
    locale        text,
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
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('customers');

-- Who is whom: a key (keyed hash of an address, a token, a cart) seen with a
-- customer.  A set, so the order of arrival does not matter.
CREATE TABLE crt.identities (
    store_id    uuid NOT NULL,
    key         uuid NOT NULL,
    customer_id uuid NOT NULL,
    PRIMARY KEY (store_id, key, customer_id)) PARTITION BY HASH (store_id);
CALL crt.partition('identities');
CREATE INDEX identities_customer ON crt.identities (store_id, customer_id, key);

-- The customers that share a key with a customer, himself included.  A key that
-- very many share (a kiosk's telephone) is followed to 50 of them.
--
-- This and crt.orders_of and crt.facts_of are functions of one store, not views:
-- they are inlined, and the store is then a constant in every part of the plan,
-- so that one partition of each table is looked at and not sixteen.
CREATE FUNCTION crt.kin_of(store uuid, customer uuid) RETURNS TABLE (kin_id uuid)
LANGUAGE sql STABLE ROWS 2 AS $$
    SELECT b.customer_id
      FROM crt.identities a
     CROSS JOIN LATERAL (
        SELECT i.customer_id FROM crt.identities i WHERE i.store_id = store AND i.key = a.key LIMIT 50) b
     WHERE a.store_id = store AND a.customer_id = customer
$$;

-- Append-only proof of what was agreed and when.
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
    PRIMARY KEY (store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('consents');
CREATE INDEX consents_customer ON crt.consents (store_id, customer_id);

-- P6: for good.  No plain address; the hash is keyed per organization.
CREATE TABLE crt.suppressions (
    organization_id uuid        NOT NULL REFERENCES crt.organizations ON DELETE CASCADE,
    channel         crt.channel NOT NULL,
    key             uuid        NOT NULL,
    reason          text        NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, channel, key));

CREATE TABLE crt.privacy_requests (
    store_id   uuid        NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    id         uuid        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('access', 'erase', 'store_erase')),
    payload    text        NOT NULL,
    opened_at  timestamptz NOT NULL,
    due_at     timestamptz NOT NULL,
    closed_at  timestamptz,
    PRIMARY KEY (store_id, id));
