-- Erasures: what was erased, for the signed receipt, and what providers must erase, too.

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
    provider     text        NOT NULL,  -- a channel, such as sendgrid
    what         text,                  -- sealed (crypto/seal.h, aad: the store's id): the address, or the provider's id of a message
    state        text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'refused')),
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
