-- Erasures with what providers must erase, breaches, and notices: messages to people outside of campaigns.

-- One row per erasure of a person, without data of theirs. A receipt is made and signed from it whenever it is requested.
CREATE TABLE crt.erasures (
    organization_id uuid        NOT NULL REFERENCES crt.organizations ON DELETE CASCADE,
    id              uuid        NOT NULL,
    subjects        uuid[]      NOT NULL,   -- keyed hashes of the addresses and ids that were given
    customers       bigint      NOT NULL,
    counts          jsonb       NOT NULL,   -- [{"store": slug, "table": name, "rows": n}]
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id));
CREATE INDEX erasures_subjects ON crt.erasures USING gin (subjects);
CREATE TRIGGER erasures_append BEFORE UPDATE ON crt.erasures FOR EACH ROW EXECUTE FUNCTION crt.append_only();

-- What a provider must erase: written by an erasure, in its transaction.  A sender makes the call, and keeps the response
-- without data of the person.  Then "what" is deleted.
CREATE TABLE crt.erasure_calls (
    store_id     uuid        NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    id           uuid        NOT NULL,
    erasure_id   uuid        NOT NULL,
    provider     text COLLATE "C"        NOT NULL,  -- a channel, such as sendgrid
    what         text,                  -- sealed (crypto/seal.h, aad: the store's id): the address, or the provider's id of a message
    state        text COLLATE "C"        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'refused')),
    attempts     int         NOT NULL DEFAULT 0,
    response     text,                  -- status and text of the provider, without the address
    created_at   timestamptz NOT NULL,
    responded_at timestamptz,           -- of the last response
    PRIMARY KEY (store_id, id),
    CHECK (state <> 'waiting' OR what IS NOT NULL));
CREATE INDEX erasure_calls_waiting ON crt.erasure_calls (created_at, id) WHERE state = 'waiting';
CREATE INDEX erasure_calls_erasure ON crt.erasure_calls (erasure_id);

ALTER TABLE crt.erasures ENABLE ROW LEVEL SECURITY;
CREATE POLICY erasures_scope ON crt.erasures USING (organization_id = ANY ((SELECT crt.visible_parents())::uuid[]));
ALTER TABLE crt.erasure_calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY erasure_calls_scope ON crt.erasure_calls USING (store_id = ANY ((SELECT crt.visible_stores())::uuid[]));

-- A breach of personal data (Art. 33). Nothing in these texts names a person.
CREATE TABLE crt.breaches (
    organization_id uuid        NOT NULL REFERENCES crt.organizations ON DELETE CASCADE,
    id              uuid        NOT NULL,
    nature          text        NOT NULL,
    aware_at        timestamptz NOT NULL,
    due_at          timestamptz NOT NULL,   -- 72 hours later, weekends included
    from_at         timestamptz,            -- when it began and ended, as far as is known
    until_at        timestamptz,
    people          bigint,                 -- found to be affected, in all; null: not counted yet
    records         bigint,
    counts          jsonb       NOT NULL DEFAULT '[]',  -- [{"category", "country", "people", "records"}]
    erased_notices  bigint      NOT NULL DEFAULT 0,     -- notices that an erasure deleted, by their end
    erased_sent     bigint      NOT NULL DEFAULT 0,
    erased_failed   bigint      NOT NULL DEFAULT 0,
    consequences    text,
    measures        text,
    contact         text,
    late_reason     text,                   -- why the authority was notified later than due
    notified_at     timestamptz,
    closed_at       timestamptz,
    outcome         text,
    PRIMARY KEY (organization_id, id));

-- What was done about it, and by which role: the documentation that Art. 33(5) requires.
CREATE TABLE crt.breach_acts (
    organization_id uuid        NOT NULL,
    breach_id       uuid        NOT NULL,
    number          bigint      GENERATED ALWAYS AS IDENTITY,
    at              timestamptz NOT NULL,
    actor           name        NOT NULL DEFAULT session_user,
    act             text        NOT NULL,
    detail          text        NOT NULL,
    PRIMARY KEY (organization_id, breach_id, number),
    FOREIGN KEY (organization_id, breach_id) REFERENCES crt.breaches ON DELETE CASCADE);
CREATE TRIGGER breach_acts_append BEFORE UPDATE ON crt.breach_acts FOR EACH ROW EXECUTE FUNCTION crt.append_only();

-- Who is affected.
CREATE TABLE crt.breach_people (
    store_id    uuid NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    breach_id   uuid NOT NULL,
    customer_id uuid NOT NULL,
    PRIMARY KEY (store_id, breach_id, customer_id));

-- A mail to a person that is no reminder: no consent is needed, and no opt-out holds it.
CREATE TABLE crt.notices (
    store_id      uuid        NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    id            uuid        NOT NULL DEFAULT gen_random_uuid(),
    of_id         uuid        NOT NULL,     -- the breach
    customer_id   uuid        NOT NULL,
    subject       text        NOT NULL,     -- without data of the person
    body          text        NOT NULL,
    state         text COLLATE "C"        NOT NULL DEFAULT 'QUEUED' CHECK (state IN ('QUEUED', 'SENDING', 'SENT', 'FAILED', 'UNKNOWN')),
    attempts      int         NOT NULL DEFAULT 0,
    claimed_until timestamptz,
    code          text COLLATE "C",
    created_at    timestamptz NOT NULL,
    sent_at       timestamptz,
    PRIMARY KEY (store_id, id),
    UNIQUE (store_id, of_id, customer_id));     -- one mail to a person about a breach
CREATE INDEX notices_queued ON crt.notices (created_at, id) WHERE state IN ('QUEUED', 'SENDING');
CREATE INDEX notices_customer ON crt.notices (store_id, customer_id);

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY '{breaches,breach_acts}'::text[] LOOP
        EXECUTE format('ALTER TABLE crt.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON crt.%I USING (organization_id = ANY ((SELECT crt.visible_organizations())::uuid[]))',
            t || '_scope', t);
    END LOOP;
    FOREACH t IN ARRAY '{breach_people,notices}'::text[] LOOP
        EXECUTE format('ALTER TABLE crt.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON crt.%I USING (store_id = ANY ((SELECT crt.visible_stores())::uuid[]))', t || '_scope', t);
    END LOOP;
END $$;
