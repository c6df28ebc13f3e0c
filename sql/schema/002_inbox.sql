-- Events and rejected lines, with their original bytes.

-- Time comes first so that inserts append; a repeated event has the same time.
CREATE TABLE crt.events (
    store_id    uuid        NOT NULL,
    id          uuid        NOT NULL,   -- derived from the store and the record
    time        timestamptz NOT NULL,   -- when it happened at the source
    received_at timestamptz NOT NULL,
    type        text COLLATE "C"        NOT NULL,
    payload     text        NOT NULL,   -- the original bytes of the record
    PRIMARY KEY (time, store_id, id)) PARTITION BY HASH (store_id);
CALL crt.partition('events');
CREATE INDEX events_received ON crt.events USING brin (received_at);

-- P14: the whole line, with the reason and its position.  The store is null when the line
-- names none, or one that does not exist.
CREATE TABLE crt.rejects (
    id          uuid        PRIMARY KEY,
    store_id    uuid        REFERENCES crt.stores ON DELETE CASCADE,
    command     text COLLATE "C"        NOT NULL,
    source      text        NOT NULL,   -- file name or "-"
    position    bigint      NOT NULL,   -- line, from 1
    bytes       bytea       NOT NULL,
    platform    text,                   -- of a payload; null for a record
    slug        text COLLATE "C",                   -- of the store that the payload was received for
    topic       text,                   -- of a payload's bare body; null for an envelope, which names it
    reason      text COLLATE "C"        NOT NULL,
    created_at  timestamptz NOT NULL,
    is_order    boolean     NOT NULL,   -- it may be an order of the store (P1)
    retry_at    timestamptz,            -- its time was ahead of the clock: ingest it again then
    dropped_at  timestamptz,            -- by a person; the row stays to recognize a polled order
    CHECK ((platform IS NULL) = (slug IS NULL) AND (platform IS NOT NULL OR topic IS NULL)),
    CHECK (dropped_at IS NULL OR bytes = ''));
-- The gates query this in each claim; it is nearly always empty.
CREATE INDEX rejects_orders ON crt.rejects (store_id, created_at) WHERE is_order AND dropped_at IS NULL;
CREATE INDEX rejects_retry ON crt.rejects (retry_at) WHERE retry_at IS NOT NULL AND dropped_at IS NULL;
CREATE INDEX rejects_created ON crt.rejects (created_at);

-- Fields that could not be read and were left out of records, per hour, for crt-report health.
CREATE TABLE crt.left_out (
    store_id    uuid        NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    hour        timestamptz NOT NULL,
    type        text COLLATE "C"        NOT NULL,   -- of the record: crt.order.updated
    path        text COLLATE "C"        NOT NULL,   -- the field's name in the record or at the platform; never its value
    reason      text COLLATE "C"        NOT NULL,
    count       bigint      NOT NULL,
    PRIMARY KEY (store_id, hour, type, path, reason));

CREATE TABLE crt.sync_state (
    store_id       uuid NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    stream         text COLLATE "C" NOT NULL,
    cursor         text,
    complete       boolean NOT NULL DEFAULT false,
    orders_seen_at timestamptz,
    updated_at     timestamptz NOT NULL,
    PRIMARY KEY (store_id, stream));

-- Objects that a webhook named without content; crt-sync fetches them (crt.fetch.wanted).
CREATE TABLE crt.fetches (
    store_id    uuid NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    endpoint    text COLLATE "C" NOT NULL,          -- "cart" or "order": the name in the platform's adapter
    external_id text COLLATE "C" NOT NULL,
    wanted_at   timestamptz NOT NULL,   -- of the latest request
    PRIMARY KEY (store_id, endpoint, external_id));
CREATE INDEX fetches_wanted ON crt.fetches (store_id, wanted_at);
