-- Who may do what: users who sign in on the web, their sessions, API keys, and database roles of people.
CREATE TYPE crt.user_role AS ENUM ('USER', 'ADMIN', 'OWNER');    -- each may do what the ones before may
CREATE TYPE crt.user_factor AS ENUM ('NONE', 'TOTP', 'EMAIL', 'SMS');

CREATE TABLE crt.users (
    id              uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id uuid        NOT NULL REFERENCES crt.organizations,
    email           text        NOT NULL,   -- normalized: the name with which the user signs in
    phone           text,                   -- for codes by text message
    role            crt.user_role NOT NULL,
    factor          crt.user_factor NOT NULL DEFAULT 'NONE',
    password        text,                   -- hash by scrypt, with its parameters; null: cannot sign in
    totp            text,                   -- encrypted
    totp_counter    bigint      NOT NULL DEFAULT 0,     -- of the last code: none is accepted twice
    recovery        bytea[]     NOT NULL DEFAULT '{}',  -- hashes of the recovery codes that are left
    disabled_at     timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    UNIQUE (organization_id, email),
    CHECK (factor <> 'TOTP' OR totp IS NOT NULL),
    CHECK (factor <> 'SMS' OR phone IS NOT NULL));

-- A session begins when the password is right; with a second factor it is pending until the code is right, too.
CREATE TABLE crt.sessions (
    id              uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id uuid        NOT NULL REFERENCES crt.organizations,
    user_id         uuid        NOT NULL REFERENCES crt.users ON DELETE CASCADE,
    token           bytea       NOT NULL UNIQUE,    -- SHA-256 of the token
    pending         boolean     NOT NULL,
    code            bytea,                          -- SHA-256 of the code that was sent
    code_until      timestamptz,
    tries           int         NOT NULL DEFAULT 0, -- codes that were wrong
    created_at      timestamptz NOT NULL,
    seen_at         timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    revoked_at      timestamptz);
CREATE INDEX sessions_user ON crt.sessions (user_id, created_at);

-- Attempts to sign in. They limit further attempts, and show what is unusual. People and networks are keyed hashes.
CREATE TABLE crt.sign_ins (
    organization_id uuid        NOT NULL REFERENCES crt.organizations,
    at              timestamptz NOT NULL,
    login           uuid        NOT NULL,   -- of the e-mail address, also of one that no user has
    user_id         uuid        REFERENCES crt.users ON DELETE CASCADE,
    network         uuid,                   -- of the IP address
    agent           uuid,                   -- of the User-Agent
    country         char(2),
    outcome         text        NOT NULL CHECK (outcome IN ('signed_in', 'second_factor', 'wrong_password', 'wrong_code', 'locked')),
    marks           text[]      NOT NULL DEFAULT '{}');
CREATE INDEX sign_ins_login ON crt.sign_ins (organization_id, login, at);
CREATE INDEX sign_ins_network ON crt.sign_ins (organization_id, network, at);

CREATE TABLE crt.api_keys (
    id              uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id uuid        NOT NULL REFERENCES crt.organizations,
    store_id        uuid        REFERENCES crt.stores ON DELETE CASCADE,    -- null: every store of the organization
    name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    prefix          text        NOT NULL,           -- the first characters, by which a person recognizes the key
    hash            bytea       NOT NULL UNIQUE,    -- SHA-256 of the key
    scopes          text[]      NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz,
    last_used_at    timestamptz,                    -- to the minute
    replaced_at     timestamptz,                    -- a rotation made another of this name
    revoked_at      timestamptz);
CREATE UNIQUE INDEX api_keys_name ON crt.api_keys (organization_id, name) WHERE replaced_at IS NULL AND revoked_at IS NULL;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY '{users,sessions,sign_ins}'::text[] LOOP
        EXECUTE format('ALTER TABLE crt.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON crt.%I USING (organization_id = ANY ((SELECT crt.visible_organizations())::uuid[]))',
            t || '_scope', t);
    END LOOP;
END $$;
ALTER TABLE crt.api_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY api_keys_scope ON crt.api_keys USING (organization_id = ANY ((SELECT crt.visible_organizations())::uuid[]))
    WITH CHECK (organization_id = ANY ((SELECT crt.visible_organizations())::uuid[])
        AND (store_id IS NULL OR store_id = ANY ((SELECT crt.visible_stores())::uuid[])));
