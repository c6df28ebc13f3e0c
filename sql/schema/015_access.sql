-- Who may do what: users who sign in on the web, their sessions, API keys, and database roles of people.
CREATE TYPE crt.user_role AS ENUM ('USER', 'ADMIN', 'OWNER');    -- each may do what the ones before may
CREATE TYPE crt.user_factor AS ENUM ('NONE', 'TOTP', 'EMAIL', 'SMS');

CREATE TABLE crt.users (
    id              uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id uuid        NOT NULL REFERENCES crt.organizations,
    email           text COLLATE "C"        NOT NULL,   -- normalized: the name with which the user signs in
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
    name            text COLLATE "C"        NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
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

-- The rights of a person's database role. Row-level security decides on rows, and these rights on tables and columns.
ALTER TABLE crt.access ADD COLUMN level crt.user_role;     -- null: rights were granted by hand

-- Secrets can be read with the rights of OWNER only, and are encrypted or hashed even so.
CREATE FUNCTION crt.role_grant(who name, level crt.user_role) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    secret text[] := '{stores.api_credentials,stores.webhook_secret,users.password,users.totp,users.recovery,sessions.token,sessions.code,
        api_keys.hash,erasure_calls.what}';
    owned text[] := '{organizations,stores,users,sessions,sign_ins,api_keys}';
    t record;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA crt TO %I', who);
    FOR t IN SELECT c.relname, c.relname IN ('access', 'schema_files') AS fixed,
                    string_agg(quote_ident(a.attname), ', ') FILTER (WHERE c.relname || '.' || a.attname <> ALL (secret)) AS columns
               FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              WHERE c.relnamespace = 'crt'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
              GROUP BY 1, 2 LOOP
        EXECUTE format('REVOKE ALL ON crt.%I FROM %I', t.relname, who);
        IF level = 'OWNER' THEN
            EXECUTE format('GRANT SELECT ON crt.%I TO %I', t.relname, who);
        ELSE
            EXECUTE format('GRANT SELECT (%s) ON crt.%I TO %I', t.columns, t.relname, who);
        END IF;
        IF NOT t.fixed AND (level = 'OWNER' OR level = 'ADMIN' AND t.relname <> ALL (owned)) THEN
            EXECUTE format('GRANT INSERT, UPDATE, DELETE ON crt.%I TO %I', t.relname, who);
        END IF;
    END LOOP;
    EXECUTE format('GRANT INSERT, UPDATE ON crt.runs TO %I', who);
END $$;

-- Gives a role access to an organization, or to one of its stores; creates a role that can log in, if there is none.
CREATE FUNCTION crt.role_add(who name, organization uuid, store uuid, level crt.user_role) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles r WHERE r.rolname = who AND (r.rolsuper OR r.rolbypassrls
            OR r.oid = (SELECT c.relowner FROM pg_class c WHERE c.oid = 'crt.stores'::regclass))) THEN
        RAISE EXCEPTION 'role % sees every organization', who USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = who) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', who);
    END IF;
    PERFORM crt.role_grant(who, level);
    DELETE FROM crt.access a WHERE a.role = who AND a.organization_id = organization
       AND (a.store_id IS NOT DISTINCT FROM store) AND a.level IS DISTINCT FROM role_add.level;
    INSERT INTO crt.access (role, organization_id, store_id, level) VALUES (who, organization, store, level) ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;

-- Ends the access; the role itself remains, because it may own other things.
CREATE FUNCTION crt.role_remove(who name, organization uuid) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM crt.access a WHERE a.role = who AND a.organization_id = organization;
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone > 0 AND NOT EXISTS (SELECT FROM crt.access a WHERE a.role = who) THEN
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA crt FROM %I; REVOKE ALL ON SCHEMA crt FROM %1$I', who);
    END IF;
    RETURN gone;
END $$;
